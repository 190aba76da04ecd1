package app

// Version is our own, beside the version of PowerShell whose language we speak.
const (
	Version           = "0.1.0"
	PowerShellVersion = "7.6.5"
)

// usageText is what a bad command line and -Help show.
const usageText = `
Usage: stagecoach [[-File] <filePath> [args]]
                  [-Command { - | <string> } | -EncodedCommand <Base64EncodedCommand>]
                  [-CommandWithArgs <string> [args]]
                  [-Interactive] [-NoExit] [-NoLogo] [-NonInteractive] [-NoProfile]
                  [-ExecutionPolicy <ExecutionPolicy>] [-OutputFormat Text]
                  [-WorkingDirectory <directoryPath>] [-SettingsFile <filePath>]
                  [-Detach] [-Lab]

       stagecoach check [-Json] <filePath>...
       stagecoach serve
       stagecoach state { backup | restore } <filePath>
       stagecoach state rotate-key

       stagecoach -h | -Help | -? | /?   stagecoach -v | -Version

All parameters are case-insensitive.
`

// helpText is what -Help adds to the usage.
const helpText = `
-File | -f
    Runs a script; all words behind its path are the script's. "-" reads the
    commands from standard input, as at a prompt. The default for a first word
    that is no parameter.

-Command | -c, -EncodedCommand | -e | -ec, -CommandWithArgs | -cwa
    Runs a text; "-Command -" reads it from standard input. The exit code is 1
    when the last command of it failed.

-SettingsFile
    The configuration to use instead of stagecoach.toml in STAGECOACH_HOME.
    Every key is explained in examples/stagecoach.toml.

-Detach
    The script ends without waiting for the migration batches it started. The
    service, or the next start, goes on with them.

-Lab
    Practice servers and an organization of their own inside this process:
    imap.contoso.com with the users of the runbook, and a drive C: with their
    CSV file. Nothing outside is reached or changed; all of it is thrown away
    at the end.

check
    Parses the files and runs nothing. Exit code 1 when one has an error.

serve
    Runs the migration service until it is told to stop.

state
    backup FILE, restore FILE: a consistent copy of the state, and its return.
    rotate-key: a new data key for the stored secrets.
`
