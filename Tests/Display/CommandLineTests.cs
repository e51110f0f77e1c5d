using JitTalk.Core.Memory;
using JitTalk.Core.Profiling;
using JitTalk.Display;
using JitTalk.Jit;
using JitTalk.Jit.Watching;

namespace JitTalk.Tests.Display;

/// <summary>What a command line means, and what is said about one that means nothing.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CommandLineTests : IDisposable
{
    private readonly RecordingCommands _commands = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Test]
    public void The_first_word_is_the_image_and_the_rest_is_the_images()
    {
        Accept("a.image", "-d", "3 + 4", "--foo", "--help", "-version", "@file", "--memory=1k", "info", "");
        Assert.That(_commands.Options!.ImagePath, Is.EqualTo("a.image"));
        Assert.That(
            _commands.Options.ImageArguments,
            Is.EqualTo(["-d", "3 + 4", "--foo", "--help", "-version", "@file", "--memory=1k", "info", ""]));
        Assert.That(_commands.Code, Is.Null);
    }

    [TestCase("-e", "3 + 4", "a.image", "x", "-y")]
    [TestCase("--evaluate", "3 + 4", "a.image", "x", "-y")]
    [TestCase("--evaluate=3 + 4", "a.image", "x", "-y")]
    [TestCase("a.image", "-e", "3 + 4", "x", "-y")]
    [TestCase("a.image", "x", "--evaluate", "3 + 4", "-y")]
    [TestCase("a.image", "x", "-y", "--evaluate=3 + 4")]
    public void Code_stands_before_or_after_the_image(params string[] arguments)
    {
        Accept(arguments);
        Assert.That(_commands.Code, Is.EqualTo("3 + 4"));
        Assert.That(_commands.Options!.ImagePath, Is.EqualTo("a.image"));
        Assert.That(_commands.Options.ImageArguments, Is.EqualTo(["x", "-y"]));
    }

    [TestCase("-s")]
    [TestCase("--")]
    public void Nothing_is_ours_after(string word)
    {
        Accept("a.image", word, "script.st", "-e", "3 + 4");
        Assert.That(_commands.Code, Is.Null);
        Assert.That(_commands.Options!.ImageArguments, Is.EqualTo([word, "script.st", "-e", "3 + 4"]));
    }

    [TestCase("-e")]
    [TestCase("-5 abs")]
    [TestCase("a = b")]
    [TestCase("--")]
    [TestCase("@x")]
    public void Any_code_is_code(string code)
    {
        Accept("a.image", "-e", code);
        Assert.That(_commands.Code, Is.EqualTo(code));
    }

    [Test]
    public void After_two_dashes_an_image_may_have_any_name()
    {
        Accept("--headless", "--", "-e", "-e", "5");
        Assert.That(_commands.Options!.ImagePath, Is.EqualTo("-e"));
        Assert.That(_commands.Options.ImageArguments, Is.EqualTo(["-e", "5"]));
        Assert.That(_commands.Code, Is.Null);
    }

    [TestCase("--headless")]
    [TestCase("-headless")]
    [TestCase("-nodisplay")]
    [TestCase("-vm-display-null")]
    [TestCase("--nosound")]
    [TestCase("-nosound")]
    [TestCase("-vm-sound-null")]
    [TestCase("-encoding", "UTF-8")]
    [TestCase("-pathenc", "utf8")]
    [TestCase("-textenc", "utf-8")]
    public void Takes_the_reference_machines_spelling(params string[] option)
    {
        Accept([.. option, "a.image", "b"]);
        Assert.That(_commands.Options!.ImagePath, Is.EqualTo("a.image"));
        Assert.That(_commands.Options.ImageArguments, Is.EqualTo(["b"]));
    }

    [TestCase(100L << 20, "-memory", "100m")]
    [TestCase(100L << 20, "-mmap", "100M")]
    [TestCase(2L << 30, "--memory=2g")]
    [TestCase(32768L << 10, "--memory", "32768k")]
    [TestCase(20_000_000L, "--memory", "20000000")]
    public void Memory_has_units(long bytes, params string[] option)
    {
        Accept([.. option, "a.image"]);
        Assert.That(_commands.Options!.Memory.MaximumBytes, Is.EqualTo(bytes));
    }

    [Test]
    public void Memory_is_plenty_unless_said()
    {
        Accept("a.image");
        Assert.That(_commands.Options!.Memory, Is.EqualTo(new MemoryOptions()));
        Assert.That(_commands.Options.TracePrimitives, Is.False);
    }

    [Test]
    public void Primitives_and_collections_are_traced_on_request()
    {
        Accept("--trace=gc", "--collect-every", "1000", "a.image");
        Assert.That(_commands.Options!.TraceCollections, Is.True);
        Assert.That(_commands.Options!.TracePrimitives, Is.False);
        Assert.That(_commands.Options!.CollectEvery, Is.EqualTo(1000));
        Accept("--trace=primitives", "a.image");
        Assert.That(_commands.Options!.TracePrimitives, Is.True);
    }

    [Test]
    public void The_heap_is_verified_on_request()
    {
        Accept("--verify-heap", "--memory", "64m", "a.image");
        Assert.That(_commands.Options!.Memory.VerifyHeap, Is.EqualTo(HeapVerification.Always));
        Assert.That(_commands.Options.Memory.MaximumBytes, Is.EqualTo(64 << 20));
    }

    [Test]
    public void Methods_are_compiled_as_usual_unless_said()
    {
        Accept("a.image");
        Assert.That(_commands.Jit, Is.EqualTo(new JitOptions()));
        Accept("--no-jit", "--jit-stats", "a.image");
        Assert.That(_commands.Jit, Is.Null);
    }

    [Test]
    public void What_is_compiled_can_be_chosen()
    {
        Accept("--jit-threshold", "7", "--jit-limit=3", "--jit-background", "on", "--jit-only", "Foo>>*", "--jit-only=Bar>>x", "a.image");
        JitOptions jit = _commands.Jit!;
        Assert.That(jit.CallThreshold, Is.EqualTo(7));
        Assert.That(jit.LoopThreshold, Is.EqualTo(7 * JitOptions.TurnsPerCall));
        Assert.That(jit.CompileLimit, Is.EqualTo(3));
        Assert.That(jit.IsBackground);
        Assert.That(jit.Only.Accepts("Foo>>y") && jit.Only.Accepts("Bar>>x"));
        Assert.That(jit.Only.Accepts("Bar>>y"), Is.False);
        Accept("--jit-background=off", "a.image");
        Assert.That(_commands.Jit!.IsBackground, Is.False);
    }

    [Test]
    public void Compiling_is_watched_on_request()
    {
        Accept("--trace-jit", "a.image", "b");
        Assert.That(_commands.Options!.ImageArguments, Is.EqualTo(["b"]));
        Assert.That(_commands.Jit!.Traced!.Accepts("Foo>>x"));
        Assert.That(_commands.Jit.Listings, Is.EqualTo(JitListings.None));
        Assert.That(_commands.Jit.HasStatistics, Is.False);
        Accept("--trace-jit=il,asm", "--trace-jit-filter", "Foo>>*", "--jit-stats", "a.image");
        Assert.That(_commands.Jit.Listings, Is.EqualTo(JitListings.Il | JitListings.Asm));
        Assert.That(_commands.Jit.Traced!.Accepts("Bar>>x"), Is.False);
        Assert.That(_commands.Jit.HasStatistics);
        Accept("--trace-jit-filter=Foo>>*", "a.image");
        Assert.That(_commands.Jit.Traced!.Accepts("Foo>>x"));
    }

    [Test]
    public void Runs_are_profiled_on_request()
    {
        Accept("a.image", "--profile", "a.json");
        Assert.That(_commands.Options!.Profile, Is.Null);
        Accept("--profile", "a.json", "a.image");
        Assert.That(_commands.Options!.Profile, Is.EqualTo(new ProfileOptions("a.json")));
        Accept("--profile-interval", "2.5", "--profile=b.folded", "a.image");
        Assert.That(_commands.Options!.Profile, Is.EqualTo(new ProfileOptions("b.folded") { Interval = TimeSpan.FromMilliseconds(2.5) }));
    }

    [Test]
    public void A_window_opens_unless_there_is_nothing_to_see()
    {
        Accept("a.image");
        Assert.That(_commands.Window, Is.EqualTo(new WindowOptions()));
        Assert.That(_commands.Window!.NeedsScreen);
        Accept("--headless", "a.image");
        Assert.That(_commands.Window, Is.EqualTo(new WindowOptions { IsHeadless = true }));
        Assert.That(_commands.Window!.NeedsScreen, Is.False);
        Accept("a.image", "-e", "3 + 4");
        Assert.That(_commands.Window, Is.EqualTo(new WindowOptions { IsHeadless = true }));
        Accept("-vm-display-X11", "-e", "3 + 4", "a.image");
        Assert.That(_commands.Window!.IsHeadless, Is.False);
    }

    [Test]
    public void Screens_are_pictured_and_input_is_recorded_on_request()
    {
        Accept("--headless", "--size", "800x600", "--screenshot=a.png", "--after", "2.5", "--record", "b.txt", "--replay", "c.txt", "a.image");
        Assert.That(_commands.Window, Is.EqualTo(new WindowOptions
        {
            IsHeadless = true,
            Size = (800, 600),
            Screenshot = "a.png",
            ScreenshotTime = TimeSpan.FromSeconds(2.5),
            Record = "b.txt",
            Replay = "c.txt",
        }));
        Assert.That(_commands.Window!.NeedsScreen);
        Accept("--trace=frames", "a.image");
        Assert.That(_commands.Window!.TracesFrames);
    }

    [Test]
    public void A_folder_of_plugins_is_ignored_with_a_note()
    {
        Assert.That(Run("-plugins", "/usr/lib/squeak", "a.image"), Is.EqualTo(RecordingCommands.ExitCode));
        Assert.That(_commands.Options!.ImagePath, Is.EqualTo("a.image"));
        Assert.That(_error.ToString(), Does.Contain("-plugins is ignored").And.EndsWith("\n"));
    }

    [Test]
    public void Info_takes_an_image_and_a_number_of_classes()
    {
        Accept("info", "a.image");
        Assert.That(_commands.Summary, Is.EqualTo(("a.image", 10)));
        Accept("info", "--classes", "3", "b.image");
        Assert.That(_commands.Summary, Is.EqualTo(("b.image", 3)));
        Accept("info", "c.image", "--classes=0");
        Assert.That(_commands.Summary, Is.EqualTo(("c.image", 0)));
    }

    [Test]
    public void Disassemble_takes_an_image_and_a_method()
    {
        Accept("disassemble", "a.image", "Integer>>benchFib");
        Assert.That(_commands.Listing, Is.EqualTo(("a.image", "Integer>>benchFib")));
    }

    [TestCase("--help")]
    [TestCase("-help")]
    [TestCase("-h")]
    public void Help_is_a_page_with_examples(string option)
    {
        Assert.That(Run(option), Is.Zero);
        Assert.That(_output.ToString(), Does.Contain("usage: jittalk").And.Contain("examples:").And.Contain("--evaluate CODE"));
        Assert.That(_error.ToString(), Is.Empty);
        Assert.That(_commands.WasCalled, Is.False);
    }

    [Test]
    public void Every_command_has_help()
    {
        Assert.That(Run("info", "--help"), Is.Zero);
        Assert.That(_output.ToString(), Does.Contain("jittalk info IMAGE").And.Contain("--classes"));
    }

    [TestCase("--version")]
    [TestCase("-version")]
    public void Version_is_one_line(string option)
    {
        Assert.That(Run(option), Is.Zero);
        Assert.That(_output.ToString(), Does.Match(@"^jittalk \d+\.\d+\.\d+ on \.NET [\d.]+\n$"));
    }

    [TestCase("no image")]
    [TestCase("--foo", "--foo", "a.image")]
    [TestCase("-x", "-x")]
    [TestCase("-e needs a value", "-e")]
    [TestCase("-e needs a value", "a.image", "-e")]
    [TestCase("-memory needs a value", "-memory")]
    [TestCase("3x", "-memory", "3x", "a.image")]
    [TestCase("-1", "-memory", "-1", "a.image")]
    [TestCase("99999999999g", "-memory", "99999999999g", "a.image")]
    [TestCase("1k", "-memory", "1k", "a.image")]
    [TestCase("only primitives", "--trace=everything", "a.image")]
    [TestCase("only UTF-8", "-encoding", "MacRoman", "a.image")]
    [TestCase("--headless", "-vm-display-X11", "--headless", "a.image")]
    [TestCase("--size 800", "--size", "800", "a.image")]
    [TestCase("--size 0x600", "--size", "0x600", "a.image")]
    [TestCase("--size 800x99999", "--size=800x99999", "a.image")]
    [TestCase("--after soon", "--after", "soon", "--screenshot", "a.png", "a.image")]
    [TestCase("--after -1", "--after=-1", "--screenshot", "a.png", "a.image")]
    [TestCase("without --screenshot", "--after", "1", "a.image")]
    [TestCase("--replay needs a value", "--replay")]
    [TestCase("IMAGE", "info")]
    [TestCase("--foo", "info", "--foo", "a.image")]
    [TestCase("b.image", "info", "a.image", "b.image")]
    [TestCase("--classes", "info", "a.image", "--classes=many")]
    [TestCase("--classes", "info", "a.image", "--classes", "-1")]
    [TestCase("METHOD", "disassemble", "a.image")]
    [TestCase("-e", "-e", "1", "-e", "2", "a.image")]
    [TestCase("--jit-threshold 0", "--jit-threshold", "0", "a.image")]
    [TestCase("--jit-threshold many", "--jit-threshold=many", "a.image")]
    [TestCase("--jit-limit -1", "--jit-limit", "-1", "a.image")]
    [TestCase("only on and off", "--jit-background", "maybe", "a.image")]
    [TestCase("--jit-background needs a value", "--jit-background")]
    [TestCase("only il, bytecode and asm", "--trace-jit=il,ir", "a.image")]
    [TestCase("'fib' is no method", "--jit-only", "fib", "a.image")]
    [TestCase("'fib' is no method", "--trace-jit-filter=Foo>>*,fib", "a.image")]
    [TestCase("says the format", "--profile", "a.svg", "a.image")]
    [TestCase("--profile needs a value", "--profile")]
    [TestCase("--profile-interval 0", "--profile-interval=0", "--profile", "a.json", "a.image")]
    [TestCase("--profile-interval fast", "--profile-interval", "fast", "--profile", "a.json", "a.image")]
    [TestCase("without --profile", "--profile-interval", "1", "a.image")]
    public void Bad_arguments_are_one_line_that_names_them(string named, params string[] arguments)
    {
        Assert.That(Run(arguments), Is.EqualTo(ExitCodes.BadInput));
        Assert.That(_error.ToString(), Does.Match(@"^jittalk: [^\n]+\n$").And.Contain(named));
        Assert.That(_output.ToString(), Is.Empty);
        Assert.That(_commands.WasCalled, Is.False);
    }

    private void Accept(params string[] arguments)
    {
        Assert.That(Run(arguments), Is.EqualTo(RecordingCommands.ExitCode), _error.ToString());
        Assert.That(_error.ToString(), Is.Empty);
    }

    private int Run(params string[] arguments) => new CommandLine(_commands, _output, _error).Run(arguments);
}
