/// Why the private cluster cannot be used; each case says what is wrong and what to do about it.
public enum ClusterError: Error, Sendable, CustomStringConvertible {
  /// No usable PostgreSQL 15 server programs; the places that were searched.
  case missing(searched: [String])
  /// What `CRM_POSTGRES_BIN` names is no `bin` of PostgreSQL 15.
  case programs(path: String, reason: String)
  /// The place of the cluster holds files, but no cluster.
  case foreign(path: String)
  /// The data directory was made by another major version of PostgreSQL.
  case version(found: String, path: String)
  /// The data directory belongs to another user of the machine.
  case owner(path: String, owner: String, expected: String)
  /// The directory cannot be made or written.
  case unwritable(path: String, reason: String)
  /// The unprivileged user cannot enter the directory, usually because of a closed parent.
  case unreachable(path: String, user: String)
  /// Another service works on the same data directory.
  case busy(path: String, process: String)
  /// Started by root without an unprivileged user to run PostgreSQL as.
  case user(tried: [String])
  /// A program of PostgreSQL failed; its last lines.
  case failed(program: String, status: Int32, output: String)
  /// PostgreSQL ended or was not ready in time; the last lines of its log.
  case notReady(reason: String, log: String)

  /// What is wrong and what to do, in English.
  public var description: String {
    switch self {
    case .missing(let searched):
      "PostgreSQL 15 was not found (searched \(searched.joined(separator: ", "))). "
        + "Install it (apt-get install postgresql-15) or name its bin directory in CRM_POSTGRES_BIN."
    case .programs(let path, let reason):
      "CRM_POSTGRES_BIN names \(path), but \(reason). "
        + "Name the bin directory of PostgreSQL 15 (/usr/lib/postgresql/15/bin) or unset it."
    case .foreign(let path):
      "\(path) is not empty, yet no cluster of PostgreSQL: PG_VERSION is missing or cannot be read. "
        + "Look what it is; move it away or restore the cluster there from its backup, "
        + "or choose another --data directory. Nothing in it was changed."
    case .version(let found, let path):
      "The cluster in \(path) was made by PostgreSQL \(found), this release runs 15. "
        + "Dump it with the version that made it and restore it here (deploy/README.md, Upgrade), "
        + "or choose another --data directory."
    case .owner(let path, let owner, let expected):
      "\(path) belongs to \(owner), but PostgreSQL runs as \(expected). "
        + "Start as \(owner), give the directory away (chown -R \(expected) \(path)), "
        + "or choose another --data directory."
    case .unwritable(let path, let reason):
      "\(path) cannot be written: \(reason). "
        + "Make it writable for this user or choose another --data directory."
    case .unreachable(let path, let user):
      "User \(user), as whom PostgreSQL runs, cannot enter \(path): a directory above it is closed. "
        + "Choose a directory that is open, such as --data /var/lib/crm."
    case .busy(let path, let process):
      "Another crm (process \(process)) works on \(path). "
        + "Stop it (deploy/stop --data \(path)) or choose another --data directory."
    case .user(let tried):
      "PostgreSQL does not run as root and there is no user \(tried.joined(separator: " or ")). "
        + "Make one: useradd --system --user-group --home-dir /nonexistent crm"
    case .failed(let program, let status, let output):
      "\(program) failed with status \(status):\n\(output)"
    case .notReady(let reason, let log):
      "PostgreSQL did not start: \(reason).\n\(log)"
    }
  }
}
