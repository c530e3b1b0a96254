//! What the system tells the process: end, stop, go on, and that the terminal is gone.
//!
//! Signals become values on a channel, so that the loop ends by its usual way: terminal first, then
//! the engine. If that way is blocked, the terminal is restored here and the signal takes its
//! default course. Crossterm needs this second way: once a terminal is hung up, its reader turns
//! in a circle without ever returning, and it may do so on the loop's own thread.

/// Something the system wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// A signal by its number that ends the process: SIGHUP, SIGINT, SIGQUIT, SIGTERM.
    End(i32),
    /// SIGTSTP: stop, as for Ctrl-Z.
    Stop,
    /// SIGCONT: somebody stopped the process and let it go on.
    Continue,
}

#[cfg(unix)]
pub use self::unix::listen;

/// Listens for Ctrl-C and the closing of the window; the rest does not exist here.
#[cfg(not(unix))]
pub fn listen() -> std::io::Result<tokio::sync::mpsc::Receiver<Signal>> {
    let (tell, told) = tokio::sync::mpsc::channel(8);
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            let _ = tell.send(Signal::End(2)).await;
        }
    });
    Ok(told)
}

#[cfg(unix)]
mod unix {
    use crate::shell::signals::Signal;
    use crate::shell::terminal;
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    use signal_hook::low_level::emulate_default_handler;
    use std::fs::File;
    use std::io::{self, IsTerminal};
    use std::os::fd::{AsFd, OwnedFd};
    use std::time::Duration;
    use tokio::io::Interest;
    use tokio::io::unix::AsyncFd;
    use tokio::signal::unix::{SignalKind, signal};
    use tokio::sync::mpsc;

    /// How long the usual way out may take.
    const PATIENCE: Duration = Duration::from_secs(4);

    /// Listens from now on, inside a tokio runtime.
    ///
    /// # Errors
    /// When the system refuses a handler.
    pub fn listen() -> io::Result<mpsc::Receiver<Signal>> {
        let (tell, told) = mpsc::channel(8);
        for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
            watch(number, Signal::End(number), tell.clone())?;
        }
        watch(SIGTSTP, Signal::Stop, tell.clone())?;
        watch(SIGCONT, Signal::Continue, tell.clone())?;
        // A terminal that cannot be watched (kqueue refuses some) still sends SIGHUP.
        if let Ok(terminal) = input() {
            tokio::spawn(hang_up(terminal, tell));
        }
        Ok(told)
    }

    fn watch(number: i32, means: Signal, tell: mpsc::Sender<Signal>) -> io::Result<()> {
        let mut arrivals = signal(SignalKind::from_raw(number))?;
        tokio::spawn(async move {
            while arrivals.recv().await.is_some() {
                pass_on(means, &tell).await;
            }
        });
        Ok(())
    }

    async fn pass_on(means: Signal, tell: &mpsc::Sender<Signal>) {
        // A channel that is full or closed means that the loop is not listening any more.
        let _ = tell.try_send(means);
        if let Signal::End(number) = means {
            tokio::time::sleep(PATIENCE).await;
            terminal::restore();
            let _ = emulate_default_handler(number);
        }
    }

    /// Waits for the terminal to go away. A process that is not its session's leader, or that was
    /// started with SIGHUP ignored, gets no signal for that.
    async fn hang_up(terminal: AsyncFd<OwnedFd>, tell: mpsc::Sender<Signal>) {
        while let Ok(mut ready) = terminal.readable().await {
            if ready.ready().is_read_closed() {
                pass_on(Signal::End(SIGHUP), &tell).await;
                return;
            }
            // A key; crossterm reads it.
            ready.clear_ready();
        }
    }

    /// Where crossterm reads keys from.
    #[expect(
        deprecated,
        reason = "its successor is unsafe for descriptors that may be closed early; this one is owned"
    )]
    fn input() -> io::Result<AsyncFd<OwnedFd>> {
        let stdin = io::stdin();
        let fd = if stdin.is_terminal() {
            stdin.as_fd().try_clone_to_owned()?
        } else {
            OwnedFd::from(File::open("/dev/tty")?)
        };
        AsyncFd::with_interest(fd, Interest::READABLE)
    }
}
