import Foundation

/// The settings of the private server, written to `crm.conf` at every start.
///
/// Modest on purpose: the service and its database share one machine. What a DBA wants otherwise
/// goes into `local.conf` beside it, which is read last and never written by us.
struct ServerSettings: Sendable {
  let directories: Directories
  let memory: UInt64
  let preload: [String]

  /// The line of `postgresql.conf` that makes both files known.
  static let include = "include_if_exists = 'crm.conf'\ninclude_if_exists = 'local.conf'\n"

  var text: String {
    let lines = settings.map { "\($0.0) = '\($0.1.replacingOccurrences(of: "'", with: "''"))'" }
    return "# Written by crm at every start; put changes into local.conf beside this file.\n"
      + lines.joined(separator: "\n") + "\n"
  }

  private var settings: [(String, String)] {
    connection + storage + planner + logging + [
      ("shared_preload_libraries", preload.joined(separator: ","))
    ]
  }

  private var connection: [(String, String)] {
    [
      ("listen_addresses", ""), ("port", "5432"), ("unix_socket_directories", directories.socket),
      ("unix_socket_permissions", "0700"), ("max_connections", "60"),
      ("superuser_reserved_connections", "3"), ("password_encryption", "scram-sha-256"),
      ("timezone", "UTC"),
    ]
  }

  private var storage: [(String, String)] {
    [
      ("shared_buffers", megabytes(memory / 8, 64...1024)),
      ("maintenance_work_mem", megabytes(memory / 32, 64...256)), ("work_mem", "8MB"),
      ("wal_level", "replica"), ("wal_compression", "on"), ("max_wal_size", "2GB"),
      ("min_wal_size", "160MB"), ("checkpoint_timeout", "15min"),
      ("checkpoint_completion_target", "0.9"), ("autovacuum_naptime", "30s"),
    ]
  }

  private var planner: [(String, String)] {
    [
      ("effective_cache_size", megabytes(memory / 2, 256...65_536)), ("random_page_cost", "1.1"),
      ("effective_io_concurrency", "64"), ("jit", "off"), ("track_io_timing", "on"),
      ("track_functions", "pl"),
    ]
  }

  private var logging: [(String, String)] {
    [
      ("logging_collector", "on"), ("log_directory", directories.log),
      ("log_filename", "postgres-%a.log"), ("log_rotation_age", "1d"),
      ("log_truncate_on_rotation", "on"), ("log_timezone", "UTC"),
      ("log_line_prefix", "%m [%p] %q%u@%d %a "), ("log_min_duration_statement", "1s"),
      ("log_parameter_max_length", "0"), ("log_parameter_max_length_on_error", "0"),
      ("log_lock_waits", "on"), ("log_autovacuum_min_duration", "10s"), ("log_temp_files", "10MB"),
    ]
  }

  private func megabytes(_ bytes: UInt64, _ bounds: ClosedRange<UInt64>) -> String {
    "\(min(max(bytes / 1_048_576, bounds.lowerBound), bounds.upperBound))MB"
  }
}
