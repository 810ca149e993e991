//! What memory a tab takes: all of its process, as the kernel counts it.

use std::fs;

use crate::Tab;

impl Tab {
    /// Bytes that the processes of this browser's tabs hold for themselves (proc(5), `RssAnon`).
    pub fn process_memory(&self) -> u64 {
        let folder = self.chromium.folder().display().to_string();
        let processes: Vec<(u32, String)> = fs::read_dir("/proc")
            .unwrap()
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .filter_map(|pid: u32| Some((pid, fs::read_to_string(format!("/proc/{pid}/cmdline")).ok()?)))
            .collect();
        let browser = processes.iter().find(|(_, line)| line.contains(&folder) && !line.contains("--type="));
        let browser = browser.map(|(pid, _)| *pid).unwrap();
        let tabs = processes
            .iter()
            .filter(|(pid, line)| line.contains("--type=renderer") && descends(*pid, browser));
        tabs.filter_map(|(pid, _)| anonymous(*pid)).sum()
    }
}

fn status(pid: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim_start_matches(':').split_whitespace().next()?.parse().ok()
}

fn anonymous(pid: u32) -> Option<u64> {
    status(pid, "RssAnon").map(|kilobytes| kilobytes << 10)
}

fn descends(mut pid: u32, from: u32) -> bool {
    while let Some(parent) = status(pid, "PPid").and_then(|parent| u32::try_from(parent).ok()) {
        if parent == from {
            return true;
        }
        pid = parent;
    }
    false
}
