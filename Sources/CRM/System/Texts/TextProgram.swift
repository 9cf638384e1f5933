import Foundation

/// A program that writes a text; it and what it has started are gone with this.
final class TextProgram {
  private let process: pid_t
  private let output: Int32
  private var hasEnded = false

  /// - Parameters:
  ///   - input: The descriptor that is its first.
  ///   - complaints: The descriptor that takes what it says of errors.
  /// - Throws: When the system cannot start it.
  init(_ command: [String], input: Int32, complaints: Int32) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Spool.DiskError(code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[1]) }
    let (id, status) = Self.start(command, [input, ends[1], complaints])
    guard status == 0 else {
      close(ends[0])
      throw Spool.DiskError(code: status)
    }
    (process, output) = (id, ends[0])
  }

  deinit {
    if !hasEnded {
      kill(-process, SIGKILL)
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    }
    close(output)
  }

  /// Takes all that it writes.
  ///
  /// - Throws: what `gathering` throws, and when the system cannot read.
  func pour(into gathering: TextGathering) throws {
    var space = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      try gathering.check()
      var wish = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&wish, 1, Self.pause) > 0 else { continue }
      let count = read(output, &space, space.count)
      if count == 0 { return }
      guard count > 0 || errno == EINTR else { throw Spool.DiskError(code: errno) }
      if count > 0 { try gathering.append(space[..<count]) }
    }
  }

  /// In milliseconds.
  private static let pause: Int32 = 100

  /// Waits for its end.
  ///
  /// - Returns: Its status as a shell tells it, 128 + n for signal n.
  /// - Throws: what `gathering` throws.
  func end(_ gathering: TextGathering) throws -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) != process {
      try gathering.check()
      usleep(10_000)
    }
    hasEnded = true
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  private static let environment = ["LC_ALL=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin"]

  /// In a process group of its own, with nothing of the service's but three descriptors.
  private static func start(_ command: [String], _ descriptors: [Int32]) -> (pid_t, Int32) {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    for (place, descriptor) in descriptors.enumerated() {
      posix_spawn_file_actions_adddup2(&files, descriptor, Int32(place))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (all, none) = (sigset_t(), sigset_t())
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var words = command.map { strdup($0) } + [nil]
    var settings = Self.environment.map { strdup($0) } + [nil]
    defer { for word in words + settings { free(word) } }
    var id: pid_t = 0
    let status = posix_spawnp(&id, command[0], &files, &attributes, &words, &settings)
    return (id, status)
  }
}
