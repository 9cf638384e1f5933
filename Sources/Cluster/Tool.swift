import Foundation

/// A program that is run to its end, such as `initdb` or `psql`.
public struct Tool: Sendable {
  private var spawn: Spawn
  private let input: String?

  /// Describes a run of the program; `input` becomes its standard input.
  public init(
    _ program: String, _ arguments: [String], user: UnixUser? = nil, input: String? = nil,
    environment: [String: String] = [:]
  ) {
    spawn = Spawn(program: program, arguments: arguments, user: user)
    spawn.environment += environment.map { "\($0.key)=\($0.value)" }
    self.input = input
  }

  /// Runs the program on a thread of its own, so that no thread of Swift's pool waits for it.
  ///
  /// - Returns: What it wrote.
  /// - Throws: ``ClusterError/failed(program:status:output:)`` when it ends with another status than 0.
  public func output() async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      Thread { continuation.resume(with: Result { try run() }) }.start()
    }
  }

  /// Runs the program and waits for it.
  func run() throws -> String {
    let answers = try temporaryFile()
    defer { close(answers) }
    let questions = try temporaryFile()
    defer { close(questions) }
    Self.fill(questions, with: input ?? "")
    var child = spawn
    child.input = questions
    child.output = answers
    let status = waitForEnd(try child.start())
    let text = Self.read(answers)
    guard status == 0 else {
      let name = (spawn.program as NSString).lastPathComponent
      throw ClusterError.failed(program: name, status: status, output: text)
    }
    return text
  }

  /// A nameless file: unlike a pipe it never makes the child wait for its reader. It belongs to
  /// the child's user, who may open it by the name `/dev/stdin`.
  private func temporaryFile() throws -> Int32 {
    var name = Array("/tmp/crm-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else {
      throw ClusterError.unwritable(path: "/tmp", reason: String(cString: strerror(errno)))
    }
    unlink(name)
    if let user = spawn.user { fchown(descriptor, user.uid, user.gid) }
    return descriptor
  }

  private static func fill(_ descriptor: Int32, with text: String) {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      sent += count
    }
    lseek(descriptor, 0, SEEK_SET)
  }

  private static func read(_ descriptor: Int32) -> String {
    lseek(descriptor, 0, SEEK_SET)
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    let data = (try? handle.readToEnd()) ?? Data()
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
