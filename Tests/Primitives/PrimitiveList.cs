using System.Globalization;
using System.Reflection;
using JitTalk.Core.Contracts;

namespace JitTalk.Tests.Primitives;

/// <summary>
/// The list of primitives as Markdown: sections of tables, whose last columns are status and note. Knows how the list
/// is to read, given the attributed methods that there are.
/// </summary>
internal sealed class PrimitiveList
{
    public const string Numbered = "Numbered";
    public const string OldNumbers = "Numbers of old images";
    public const string WithoutPlugin = "Named, without a plugin";

    private const string Done = "done";
    private const string Missing = "missing";

    private readonly List<string> _preamble = [];
    private readonly List<Section> _sections = [];

    private PrimitiveList() { }

    public static PrimitiveList Parse(IEnumerable<string> lines)
    {
        PrimitiveList list = new();
        foreach (string line in lines)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                list._sections.Add(new Section(line[3..]));
            }
            else if (list._sections.Count == 0)
            {
                list._preamble.Add(line);
            }
            else
            {
                list._sections[^1].Add(line);
            }
        }
        return list;
    }

    /// <summary>Sets each status by what is there, and adds rows for what the list does not name.</summary>
    public void Update(IEnumerable<(PrimitiveAttribute Primitive, MethodInfo Method)> primitives)
    {
        HashSet<(string Section, string Key)> done = [];
        foreach ((PrimitiveAttribute primitive, MethodInfo method) in primitives)
        {
            string title = SectionOf(primitive);
            Section? section = _sections.Find(s => s.Title == title);
            if (section is null)
            {
                section = new Section(title);
                _sections.Add(section);
            }
            string key = primitive.Module is null ? primitive.Number.ToString(CultureInfo.InvariantCulture) : primitive.Name!;
            _ = done.Add((title, key));
            if (!section.Rows.Exists(r => r.Key == key))
            {
                section.Rows.Add(new Row(key, method.Name, Done, string.Empty));
            }
        }
        foreach (Section section in _sections)
        {
            foreach (Row row in section.Rows)
            {
                bool isDone = done.Contains((section.Title, row.Key));
                row.Status = isDone ? Done : row.Status == Done ? Missing : row.Status;
            }
            section.Rows.Sort(Row.Compare);
        }
        // The first three stand as they are; plugins follow by name.
        int numbered = _sections.FindIndex(s => s.Title == WithoutPlugin) + 1;
        _sections.Sort(numbered, _sections.Count - numbered, Comparer<Section>.Create((a, b) => string.CompareOrdinal(a.Title, b.Title)));
    }

    public string Render() =>
        string.Concat(_preamble.Select(l => l + "\n")) + string.Join('\n', _sections.Select(s => s.Render()));

    private static string SectionOf(PrimitiveAttribute primitive) => primitive switch
    {
        { Module: null, Era: PrimitiveEra.BlockContexts or PrimitiveEra.V3 } => OldNumbers,
        { Module: null } => Numbered,
        { Module: "" } => WithoutPlugin,
        _ => primitive.Module,
    };

    private sealed class Row(string key, string name, string status, string note)
    {
        public string Key { get; } = key;
        public string Name { get; } = name;
        public string Status { get; set; } = status;
        public string Note { get; } = note;

        private int? Number => int.TryParse(Key.Split('–')[0], CultureInfo.InvariantCulture, out int number) ? number : null;

        public static int Compare(Row a, Row b) =>
            a.Number is { } x && b.Number is { } y ? x.CompareTo(y) : string.CompareOrdinal(a.Key, b.Key);
    }

    private sealed class Section(string title)
    {
        private const int NumberedCells = 4;
        private readonly List<string> _text = [];

        public string Title { get; } = title;
        public List<Row> Rows { get; } = [];

        private bool IsNumbered => Title is Numbered or OldNumbers;

        public void Add(string line)
        {
            if (!line.StartsWith('|'))
            {
                _text.Add(line);
                return;
            }
            string[] cells = [.. line.Trim('|').Split('|').Select(c => c.Trim())];
            bool isHeading = cells[0] is "number" or "name" || cells[0].StartsWith('-');
            if (!isHeading)
            {
                Rows.Add(cells.Length == NumberedCells
                    ? new Row(cells[0], cells[1], cells[2], cells[3])
                    : new Row(cells[0], string.Empty, cells[1], cells[2]));
            }
        }

        public string Render()
        {
            string text = string.Join('\n', _text).Trim();
            string heading = IsNumbered ? "| number | name | status | note |\n|---|---|---|---|" : "| name | status | note |\n|---|---|---|";
            IEnumerable<string> rows = Rows.Select(r =>
                IsNumbered ? $"| {r.Key} | {r.Name} | {r.Status} | {r.Note} |\n" : $"| {r.Key} | {r.Status} | {r.Note} |\n");
            return $"## {Title}\n\n{(text.Length == 0 ? "" : text + "\n\n")}{heading}\n{string.Concat(rows)}";
        }
    }
}
