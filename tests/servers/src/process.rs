//! A child process that ends with us, whatever ends us.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::{Duration, Instant};
use std::{io, thread};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// Ends when dropped: a kill, not a goodbye. [`Process::stop`] is the goodbye.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
}

impl Process {
    /// Starts `command` with its output going to the file `console`.
    pub(crate) fn spawn(command: &Command, console: &Path) -> io::Result<Self> {
        let out = File::options().create(true).append(true).open(console)?;
        let mut wrapped = Command::new("setpriv");
        // The kernel ends the child when the thread that started it ends: see `spawner`.
        wrapped.args(["--pdeathsig", "KILL", "--"]);
        wrapped.arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => wrapped.env(name, value),
                None => wrapped.env_remove(name),
            };
        }
        if let Some(folder) = command.get_current_dir() {
            wrapped.current_dir(folder);
        }
        wrapped.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(out);
        // Ctrl-C in a terminal is for us; the children follow when we are gone.
        wrapped.process_group(0);
        spawn_on_lasting_thread(wrapped).map(|child| Self { child })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Asks it to end and gives it ten seconds to write what it holds.
    pub(crate) async fn stop(mut self) {
        if let Some(pid) = self.pid() {
            let _ = kill_process(pid, Signal::TERM);
        }
        let deadline = Instant::now() + Duration::from_secs(10);
        while self.ended().is_none() && Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn pid(&self) -> Option<Pid> {
        i32::try_from(self.child.id()).ok().and_then(Pid::from_raw)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(pid) = self.pid() {
            // Its helpers are in its group; an ended group is no concern.
            let _ = kill_process_group(pid, Signal::KILL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

type Job = (Command, mpsc::Sender<io::Result<Child>>);

/// PR_SET_PDEATHSIG watches the starting *thread*; a runtime's worker may end long before the process.
fn spawn_on_lasting_thread(command: Command) -> io::Result<Child> {
    static SPAWNER: OnceLock<mpsc::Sender<Job>> = OnceLock::new();
    let spawner = SPAWNER.get_or_init(|| {
        let (jobs, inbox) = mpsc::channel::<Job>();
        thread::spawn(move || {
            for (mut command, answer) in inbox {
                let _ = answer.send(command.spawn());
            }
        });
        jobs
    });
    let (answer, result) = mpsc::channel();
    spawner.send((command, answer)).map_err(io::Error::other)?;
    result.recv().map_err(io::Error::other)?
}

/// The last lines of a log, for a message to a person.
pub(crate) fn tail(paths: &[&Path]) -> String {
    const LINES: usize = 15;
    let mut out = String::new();
    for path in paths {
        let text =
            fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        for line in &lines[lines.len().saturating_sub(LINES)..] {
            out.push_str("  ");
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}
