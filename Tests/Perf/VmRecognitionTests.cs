using JitTalk.Perf.Machines;

namespace JitTalk.Tests.Perf;

/// <summary>Which machine it is, and how it is started.</summary>
public sealed class VmRecognitionTests
{
    private const string Debian = "/usr/lib/squeak/4.10.2.2614+20120917~dfsg/squeakvm";

    private const string DebianAnswer =
        "- #1 XShm Sun Sep 18 22:53:43 UTC 2022 /usr/bin/cc\nLinux x86-conova-01 5.10.0-18-amd64\n"
        + "plugin path: /usr/lib/squeak/4.10.2.2614+20120917~dfsg/ [default: …]\n";

    private const string CogAnswer =
        "5.0-202205110711  Wed May 11 07:18:51 UTC 2022 gcc 9.4.0 [Production Spur 64-bit VM]\nCoInterpreter VMMaker.oscog-eem.3184 uuid: 5aa4\n"
        + "StackToRegisterMappingCogit VMMaker.oscog-eem.3184\nplugin path: /opt/squeak [default: /opt/squeak/]\n";

    [TestCase(Debian, DebianAnswer, "squeakvm", "4.10.2.2614", 6502)]
    [TestCase("/opt/squeak/squeak", CogAnswer, "squeak", "5.0-202205110711", 68021)]
    [TestCase("/opt/squeak/squeak", "5.0-2022 gcc [Production Spur VM]\nCoInterpreter VMMaker.oscog-eem.1", "squeak", "5.0-2022", 6521)]
    [TestCase("/opt/squeak/squeak", "4.5-3427 gcc [Production ITHB VM]\nStackInterpreter VMMaker.oscog-eem.1", "squeak", "4.5-3427", 6505)]
    public void A_machine_with_known_formats_is_recognised(string program, string answer, string family, string version, int format)
    {
        VirtualMachine machine = VmRecognition.Recognise(program, answer)!;
        Assert.That(machine.Family.Name, Is.EqualTo(family));
        Assert.That(machine.Version, Is.EqualTo(version));
        Assert.That(machine.MayRead(ImageOf(format)), Is.True);
        Assert.That(machine.MayRead(ImageOf(68000)), Is.False);
    }

    [TestCase("/x/jittalk", "jittalk 0.1.0 on .NET 10.0.12\n", "JitTalk", "0.1.0 on .NET 10.0.12")]
    [TestCase("/x/rsqueak", "RSqueakVM 1.0.3", "rsqueak", "1.0.3")]
    [TestCase("/x/trufflesqueak", "TruffleSqueak 24.1.1 (GraalVM)", "trufflesqueak", "24.1.1")]
    public void Others_are_tried_with_all_images(string program, string answer, string family, string version)
    {
        VirtualMachine machine = VmRecognition.Recognise(program, answer)!;
        Assert.That(machine.Family.Name, Is.EqualTo(family));
        Assert.That(machine.Version, Is.EqualTo(version));
        Assert.That(machine.MayRead(ImageOf(6501)), Is.True);
    }

    [TestCase("/bin/ls", "ls (GNU coreutils) 9.1")]
    [TestCase("/usr/bin/squeak", "")]
    public void What_is_no_machine_is_not_recognised(string program, string answer) =>
        Assert.That(VmRecognition.Recognise(program, answer), Is.Null);

    [Test]
    public void The_classic_machine_is_told_where_its_plugins_are() => Assert.That(
        VmFamily.Classic.CommandLine("/usr/lib/squeak/4/squeakvm", "a b.image", []),
        Is.EqualTo(["-vm-display-null", "-vm-sound-null", "-plugins", "/usr/lib/squeak/4/", "a b.image"]));

    [Test]
    public void Arguments_of_the_image_follow_it() => Assert.That(
        VmFamily.OpenSmalltalk.CommandLine("/opt/squeak", "x.image", ["-s", "a b.st"]),
        Is.EqualTo(["-vm-display-null", "-vm-sound-null", "x.image", "-s", "a b.st"]));

    [Test]
    public void A_user_may_say_how_a_machine_is_started()
    {
        VirtualMachine machine = ReferenceFinder.Open("/bin/sh squeak_node.js {image} {arguments}");
        Assert.That(machine.Name, Is.EqualTo("sh"));
        Assert.That(
            machine.Family.CommandLine(machine.Program, "x.image", ["one"]),
            Is.EqualTo(["squeak_node.js", "x.image", "one"]));
    }

    [TestCase("/nowhere/squeak", "/nowhere/squeak is not there")]
    [TestCase("no-such-machine", "there is no no-such-machine on the path")]
    public void An_absent_machine_is_told(string name, string message) =>
        Assert.That(() => ReferenceFinder.Open(name), Throws.InstanceOf<MeasurementException>().With.Message.EqualTo(message));

    private static SmalltalkImage ImageOf(int format) => new(new FileInfo("x.image"), format, new CuisScripting());
}
