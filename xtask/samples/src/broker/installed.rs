//! Finds RabbitMQ on this machine, in the places where packages put it.

use std::path::{Path, PathBuf};

/// An installed RabbitMQ.
#[derive(Clone)]
pub struct Installed {
    /// The script that starts it as the calling user. (Debian's script on the PATH changes to another user first.)
    pub server: PathBuf,
    /// The version, if its folder's name has it.
    pub version: Option<String>,
}

/// The folder of Debian's and RabbitMQ's own packages.
const PACKAGED: &str = "/usr/lib/rabbitmq/lib";
/// The real file behind Debian's programs on the PATH.
const WRAPPER: &str = "rabbitmq-script-wrapper";

/// Returns the newest packaged RabbitMQ, else the one on the PATH.
pub fn find() -> Option<Installed> {
    packaged(Path::new(PACKAGED)).or_else(|| {
        let path = std::env::var_os("PATH")?;
        let servers = std::env::split_paths(&path).map(|folder| folder.join("rabbitmq-server"));
        let server =
            servers.filter_map(|server| server.canonicalize().ok()).find(|server| !server.ends_with(WRAPPER))?;
        Some(Installed { server, version: None })
    })
}

fn packaged(folder: &Path) -> Option<Installed> {
    let entries = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let versions = entries.filter_map(|entry| {
        let version = entry.file_name().to_string_lossy().strip_prefix("rabbitmq_server-")?.to_owned();
        let server = entry.path().join("sbin").join("rabbitmq-server");
        server.is_file().then_some(Installed { server, version: Some(version) })
    });
    let numbers = |of: &Installed| {
        let version = of.version.as_deref().unwrap_or_default();
        version.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>()
    };
    versions.max_by_key(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_newest_packaged_version_is_found() {
        let folder = std::env::temp_dir().join(format!("warren-installed-{}", std::process::id()));
        for version in ["3.9.27", "3.10.8"] {
            let sbin = folder.join(format!("rabbitmq_server-{version}")).join("sbin");
            fs::create_dir_all(&sbin).unwrap();
            fs::write(sbin.join("rabbitmq-server"), "").unwrap();
        }
        fs::create_dir_all(folder.join("rabbitmq_server-4.0.0")).unwrap();
        let found = packaged(&folder).and_then(|found| found.version);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found.as_deref(), Some("3.10.8"), "the empty folder of 4.0.0 does not count");
        assert!(packaged(&folder).is_none());
    }
}
