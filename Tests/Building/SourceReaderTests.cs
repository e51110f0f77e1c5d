using JitTalk.Core.Building;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Building;

/// <summary>Classes read out of source files, and what is said of files that are none.</summary>
public sealed class SourceReaderTests
{
    private const string Rest = "instanceVariableNames: '' classVariableNames: '' poolDictionaries: '' category: 'Tests'!\n";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void A_class_is_read_whole()
    {
        Write("a.st", """
            nil variableByteSubclass: #Foo
            	instanceVariableNames: 'one two'
            	classVariableNames: 'Three'
            	poolDictionaries: ''
            	category: 'Tests-Some'!
            Foo comment: 'It''s there.'!
            Foo class instanceVariableNames: 'four'!

            !Foo methodsFor: 'accessing'!
            one
            	^ one! !

            !Foo class methodsFor: 'accessing'!
            four
            	^ four!
            five
            	^ 5! !
            """);
        ClassSource foo = Read().Single();
        Assert.Multiple(() =>
        {
            Assert.That(foo.Superclass, Is.Null);
            Assert.That(foo.Kind, Is.EqualTo(InstanceKind.VariableByte));
            Assert.That(foo.InstanceVariables, Is.EqualTo(["one", "two"]));
            Assert.That(foo.ClassVariables, Is.EqualTo(["Three"]));
            Assert.That(foo.MetaclassVariables, Is.EqualTo(["four"]));
            Assert.That(foo.Category, Is.EqualTo("Tests-Some"));
            Assert.That(foo.Comment, Is.EqualTo("It's there."));
            Assert.That(foo.Methods.Select(m => (m.Chunk.Text, m.IsOfMetaclass)), Is.EqualTo([("one\n\t^ one", false), ("four\n\t^ four", true), ("five\n\t^ 5", true)]));
        });
    }

    [Test]
    public void Classes_come_after_their_superclasses_and_methods_may_come_before_their_class()
    {
        Write("a.st", $"!C methodsFor: 'x'!\nx! !\nB subclass: #C {Rest} A subclass: #B {Rest}");
        Write("b.st", $"nil subclass: #A {Rest}");
        IReadOnlyList<ClassSource> classes = Read();
        Assert.That(classes.Select(c => c.Name), Is.EqualTo(["A", "B", "C"]));
        Assert.That(classes[2].Methods, Has.Count.EqualTo(1));
    }

    [TestCase("A subclass: #A ", "a.st:1: A inherits from itself")]
    [TestCase("A subclass: #B ", "a.st:1: there is no class A, the superclass of B")]
    public void A_class_without_proper_superclass_is_refused(string definition, string message) => Refuses(definition + Rest, message);

    [TestCase("\n3 foo!", "a.st:2: the source of an image defines classes and methods; foo does neither")]
    [TestCase("3 foo: !", "a.st:1: An argument expected")]
    [TestCase("\n\n!Foo reorganize!", "a.st:3: methodsFor: expected, not reorganize")]
    [TestCase("Foo comment: 'x'!", "a.st:1: there is no class Foo")]
    [TestCase("!Foo methodsFor: 'x'!\nx! !", "a.st:1: there is no class Foo")]
    [TestCase("nil subclass: #A " + Rest + "nil subclass: #A " + Rest, "a.st:2: A is already defined at {0}/a.st:1")]
    [TestCase("nil subclass: 'A' " + Rest, "a.st:1: the name of a class is a symbol")]
    public void Other_source_is_refused(string text, string message) => Refuses(text, message);

    [Test]
    public void A_folder_without_sources_is_refused() =>
        Assert.That(() => Read(), Throws.TypeOf<BuildException>().With.Message.EqualTo($"{_folder.Path} has no source files (*.st)"));

    [Test]
    public void A_missing_folder_is_refused() => Assert.That(
        () => SourceReader.ReadFolders([_folder.File("missing")]), Throws.TypeOf<BuildException>().With.Message.StartsWith("cannot read"));

    private void Refuses(string text, string message)
    {
        Write("a.st", text);
        string expected = $"{_folder.Path}/{message.Replace("{0}", _folder.Path, StringComparison.Ordinal)}";
        Assert.That(() => Read(), Throws.TypeOf<BuildException>().With.Message.EqualTo(expected));
    }

    private void Write(string name, string text) => File.WriteAllText(_folder.File(name), text);

    private IReadOnlyList<ClassSource> Read() => SourceReader.ReadFolders([_folder.Path]);
}
