using System.Globalization;
using System.Text;

namespace JitTalk.Perf.Native.Json;

/// <summary>Makes the text to be parsed.</summary>
internal static class JsonDocument
{
    // A number sign stands for the number of the operation.
    private static readonly string[] Templates =
    [
        """["create","w#","ui.Composite",{"parent":"w1","style":["NONE"],"bounds":[0,#,1024,588]"""
            + ""","children":["a#","b#"],"tabIndex":-1,"clientArea":[0,0,1020,584]}]""",
        """["create","w#","ui.Label",{"parent":"w1","style":["LEFT","WRAP"],"bounds":[12,#,116,24]"""
            + ""","font":["Sans Serif",12.5,true,false],"text":"Gauge \"No. #\"\tm\/s"}]""",
        """["set","w#",{"itemCount":#,"itemHeight":28,"columns":[[0,0,48,3,0],[1,48,52,51,-1],[2,100,140,103,0]]"""
            + ""","headerVisible":true,"scale":1.25e-3}]""",
        """["listen","w#",{"MouseDown":true,"MouseUp":true,"KeyDown":false,"Modify":true}]""",
        """["create","w#","ui.GridItem",{"parent":"w1","index":#,"texts":["#","Bf","Breeze","fair, c:\\log\\#","4"]"""
            + ""","cellBackgrounds":[null,null,[138,226,52,255],null]}]""",
        """["call","w#","store",{"values":{"wind":{"speed":#.5,"gusts":[]},"rain":{},"note":null}"""
            + ""","unit":"\u0043elsius"}]""",
    ];

    public static string Text(int operations)
    {
        StringBuilder text = new("""{"head":{"request":4,"protocol":"ui/1.0"},"operations":[""");
        for (int i = 1; i <= operations; i++)
        {
            _ = text.Append(i > 1 ? "," : "")
                .Append(Templates[(i - 1) % Templates.Length].Replace("#", i.ToString(CultureInfo.InvariantCulture)));
        }
        return text.Append("]}").ToString();
    }
}
