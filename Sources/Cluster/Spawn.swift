import Foundation

/// What a child process is given: program, arguments, user, files.
struct Spawn: Sendable {
  var program: String
  var arguments: [String]
  /// Runs as this user; only root can name another than itself.
  var user: UnixUser?
  /// The signal the child gets when the thread that spawned it dies, by the name `setpriv` knows.
  var deathSignal: String?
  var environment: [String] = ["LC_ALL=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin", "TZ=UTC"]
  /// Descriptors that become the child's 0, 1 and 2; everything else is closed.
  var input: Int32 = -1
  var output: Int32 = -1

  /// Starts the child in a process group of its own, so that Ctrl-C reaches only the service.
  ///
  /// - Throws: ``ClusterError/failed(program:status:output:)`` when it cannot be started.
  func start() throws -> pid_t {
    let command = privileges + [program] + arguments
    keepDescriptors()
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    redirect(&files)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    freshSignals(&attributes)
    var pid: pid_t = 0
    let status = withCStrings(command) { argv in
      withCStrings(environment) { posix_spawnp(&pid, command[0], &files, &attributes, argv, $0) }
    }
    guard status == 0 else {
      let reason = String(cString: strerror(status))
      throw ClusterError.failed(program: command[0], status: status, output: reason)
    }
    return pid
  }

  /// The `setpriv` words that change user and tie the child to its parent.
  private var privileges: [String] {
    var words: [String] = []
    if let user, user.uid != geteuid() {
      words += ["--reuid", "\(user.uid)", "--regid", "\(user.gid)", "--init-groups"]
    }
    if let deathSignal { words += ["--pdeathsig", deathSignal] }
    return words.isEmpty ? [] : ["setpriv"] + words + ["--"]
  }

  /// Marks every descriptor but the standard ones to be closed in children.
  private func keepDescriptors() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    for descriptor in names.compactMap({ Int32($0) }) where descriptor > 2 {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
  }

  private func redirect(_ files: inout posix_spawn_file_actions_t) {
    if input >= 0 {
      posix_spawn_file_actions_adddup2(&files, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
    }
    if output >= 0 {
      posix_spawn_file_actions_adddup2(&files, output, 1)
      posix_spawn_file_actions_adddup2(&files, output, 2)
    }
  }

  private func freshSignals(_ attributes: inout posix_spawnattr_t) {
    var all = sigset_t()
    sigfillset(&all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
  }
}

/// Lends the words as a null-terminated array of C strings.
private func withCStrings<Result>(
  _ words: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  let copies = words.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  var pointers: [UnsafeMutablePointer<CChar>?] = copies + [nil]
  return pointers.withUnsafeMutableBufferPointer { buffer in
    guard let start = buffer.baseAddress else {
      preconditionFailure("an array of one is not empty")
    }
    return body(start)
  }
}

/// Waits for the child to end; the status as a shell would tell it (128 + n for signal n).
func waitForEnd(_ pid: pid_t) -> Int32 {
  var status: Int32 = 0
  while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
  let signal = status & 0x7f
  return signal == 0 ? (status >> 8) & 0xff : 128 + signal
}
