//! Files the page hands to the person.

use std::fs;

use crate::Tab;

impl Tab {
    /// Waits for the one download whose name ends like this, and takes it out of the folder: name and
    /// content.
    ///
    /// # Panics
    /// When there is more than one file, or another.
    pub async fn downloaded(&self, ending: &str) -> (String, Vec<u8>) {
        let names = self
            .wait(&format!("a download *{ending}"), async || {
                let names = self.downloads();
                let finished = names.iter().any(|name| name.ends_with(ending));
                let unfinished =
                    names.iter().any(|name| name.ends_with(".crdownload") || name.starts_with('.'));
                (finished && !unfinished).then_some(names)
            })
            .await;
        assert_eq!(names.len(), 1, "one press, one file: {names:?}");
        let name = names[0].clone();
        let path = self.chromium.downloads().join(&name);
        let content = fs::read(&path).unwrap();
        fs::remove_file(path).unwrap();
        (name, content)
    }

    /// What lies in the folder for downloads.
    pub fn downloads(&self) -> Vec<String> {
        let entries = fs::read_dir(self.chromium.downloads()).unwrap().flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}
