//! Programs of the person's own: one that makes a feed, one that changes it, one that knows a password.
//!
//! A program is a name and its arguments; no shell stands between, so that nothing a server says can
//! become a command. Only the configuration can name one.

use crate::fetch::trouble::Trouble;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};

/// How much of what a program complains about is looked at.
const COMPLAINT: u64 = 4 * 1024;

/// How much a program may say, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    pub bytes: usize,
    pub time: Duration,
}

/// What a program prints when it is given this.
pub(crate) async fn run(argv: &[String], input: &[u8], bounds: Bounds) -> Result<Vec<u8>, Trouble> {
    let Some((name, arguments)) = argv.split_first() else {
        return Err(Trouble::NoProgram(String::new()));
    };
    let trouble = |why: String| Trouble::Program {
        name: name.clone(),
        why,
    };
    let mut command = Command::new(name);
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    let mut child = command
        .spawn()
        .map_err(|why| trouble(format!("it could not be started ({why})")))?;
    let talked = tokio::time::timeout(bounds.time, talk(&mut child, input, bounds.bytes)).await;
    let (said, complaint) = match talked {
        Ok(Ok(talked)) => talked,
        Ok(Err(why)) => {
            stop(&mut child).await;
            return Err(trouble(why.to_string()));
        }
        Err(_) => {
            stop(&mut child).await;
            return Err(trouble("it took too long and was stopped".into()));
        }
    };
    if said.len() > bounds.bytes {
        stop(&mut child).await;
        return Err(Trouble::Large(bounds.bytes));
    }
    let ended = tokio::time::timeout(bounds.time, child.wait()).await;
    let Ok(status) = ended else {
        stop(&mut child).await;
        return Err(trouble("it did not end and was stopped".into()));
    };
    let status = status.map_err(|why| trouble(why.to_string()))?;
    if !status.success() {
        let first = complaint.lines().next().unwrap_or_default();
        let colon = if first.is_empty() { "" } else { ": " };
        let end = match status.code() {
            Some(code) => format!("code {code}"),
            None => "a signal".to_owned(),
        };
        return Err(trouble(format!("it ended with {end}{colon}{first}")));
    }
    Ok(said)
}

/// Starts a program that goes on by itself, also when this one ends. Nothing of it is heard.
pub(crate) fn launch(argv: &[String]) -> Result<(), Trouble> {
    let Some((name, arguments)) = argv.split_first() else {
        return Err(Trouble::NoProgram(String::new()));
    };
    let mut command = std::process::Command::new(name);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(|why| Trouble::Program {
        name: name.clone(),
        why: format!("it could not be started ({why})"),
    })?;
    // Somebody has to hear that it ended, or it stays in the list of processes.
    std::thread::spawn(move || child.wait());
    Ok(())
}

/// Gives the program its input and hears it out, all at once: it may wait with either for the other.
/// Gives back what it said, a little more than it may say at most, and how it complained.
async fn talk(child: &mut Child, input: &[u8], bytes: usize) -> std::io::Result<(Vec<u8>, String)> {
    let (mut stdin, stdout, stderr) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let give = async {
        if let Some(mut stdin) = stdin.take() {
            // A program that does not want it all may close its end.
            let _ = stdin.write_all(input).await;
        }
    };
    let limit = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_add(1);
    let ((), said, complaint) = tokio::join!(give, hear(stdout, limit), hear_out(stderr));
    Ok((said?, String::from_utf8_lossy(&complaint?).into_owned()))
}

async fn hear(pipe: Option<impl AsyncRead + Unpin>, limit: u64) -> std::io::Result<Vec<u8>> {
    let mut said = Vec::new();
    if let Some(pipe) = pipe {
        pipe.take(limit).read_to_end(&mut said).await?;
    }
    Ok(said)
}

/// The beginning of what is complained of; the rest is listened to, lest the program break off.
async fn hear_out(pipe: Option<impl AsyncRead + Unpin>) -> std::io::Result<Vec<u8>> {
    let mut said = Vec::new();
    if let Some(mut pipe) = pipe {
        (&mut pipe).take(COMPLAINT).read_to_end(&mut said).await?;
        tokio::io::copy(&mut pipe, &mut tokio::io::sink()).await?;
    }
    Ok(said)
}

/// Ends a program with all that it has started. Its number cannot be another's yet, as nobody has
/// waited for it.
async fn stop(child: &mut Child) {
    #[cfg(unix)]
    if let Some(leader) = child
        .id()
        .and_then(|id| i32::try_from(id).ok())
        .and_then(rustix::process::Pid::from_raw)
    {
        // An error says that nobody is left.
        let _ = rustix::process::kill_process_group(leader, rustix::process::Signal::KILL);
    }
    // As above.
    let _ = child.kill().await;
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds {
        bytes: 1_000,
        time: Duration::from_mins(1),
    };

    async fn check(argv: &[&str], input: &str, expect: Result<&str, &str>) {
        let argv: Vec<String> = argv.iter().map(ToString::to_string).collect();
        let said = run(&argv, input.as_bytes(), BOUNDS).await;
        match (said, expect) {
            (Ok(said), Ok(expect)) => assert_eq!(String::from_utf8_lossy(&said), expect),
            (Err(trouble), Err(why)) => {
                let words = trouble.to_string();
                assert!(words.contains(why), "{words:?} does not say {why:?}");
            }
            (said, _) => panic!("{argv:?}: {said:?}"),
        }
    }

    #[tokio::test]
    async fn a_program_is_given_its_input_and_its_arguments_as_they_are() {
        check(&["cat"], "<rss/>", Ok("<rss/>")).await;
        check(&["echo", "-n", "$(id) `id` ; |"], "", Ok("$(id) `id` ; |")).await;
        check(&["true"], &"x".repeat(200_000), Ok("")).await;
    }

    #[tokio::test]
    async fn what_a_program_does_wrong_is_told() {
        check(
            &["sh", "-c", "echo no such page >&2; exit 3"],
            "",
            Err("no such page"),
        )
        .await;
        check(&["sh", "-c", "exit 3"], "", Err("3")).await;
        check(&["/nowhere/program"], "", Err("could not be started")).await;
        check(&["sh", "-c", "yes | head -c 5000"], "", Err("too large")).await;
        check(&[], "", Err("no program")).await;
    }

    #[tokio::test]
    async fn a_program_that_takes_too_long_is_stopped_with_all_it_started() {
        let argv = ["sh", "-c", "sleep 1000 & sleep 1000"].map(String::from);
        let bounds = Bounds {
            time: Duration::from_millis(50),
            ..BOUNDS
        };
        let words = run(&argv, b"", bounds)
            .await
            .expect_err("it never ends")
            .to_string();
        assert!(words.contains("took too long"), "{words}");
    }
}
