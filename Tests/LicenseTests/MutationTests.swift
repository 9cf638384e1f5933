import Cluster
import Foundation
import License
import Testing

/// Mutated files, judged by the service's parser, by libcrypto on its own, and the first of them by openssl(1).
@Suite struct `Ten thousand mutated files` {
  private static let count = 10_000
  /// So many of them are judged by openssl(1) itself, one process each.
  private static let byProgram = 100

  /// Each file's signed message and signature as they come out of the armour: both must say the same of every one.
  @Test func `have their signature judged alike by openssl`() async throws {
    let armor = try Armor(Sample.bytes("good.lic"), as: .license)
    var dice = Dice(state: 2026)
    let files = (0..<Self.count).map { $0 % 50 == 0 ? armor : Self.mutated(armor, &dice) }
    let taken = try await Self.taken(files)
    for (number, file) in files.enumerated() {
      let ours = Self.isSigned(Sample.code(Array(file.text.utf8)))
      #expect(ours == taken.contains(number), "file \(number)")
    }
    #expect(taken.count >= Self.count / 50 && taken.count < Self.count / 10)
  }

  /// Whether the code comes from behind the signature.
  private static func isSigned(_ code: Refusal.Code?) -> Bool {
    ![.badSignature, .unknownKey, .signatureLength].contains(code)
  }

  /// The numbers of the files that libcrypto verifies in one process, which says the same of the first few as openssl(1).
  private static func taken(_ files: [Armor]) async throws -> Set<Int> {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var lines = Data()
    for (number, file) in files.enumerated() {
      let message = Data(Format.license.message(file.payload))
      let signature = Data(file.signature)
      lines += message.base64EncodedData() + [0x20] + signature.base64EncodedData() + [0x0A]
      guard number < byProgram else { continue }
      try message.write(to: folder.appending(path: "\(number).m"))
      try signature.write(to: folder.appending(path: "\(number).s"))
    }
    try lines.write(to: folder.appending(path: "lines"))
    let library = try await judge(
      #"openssl pkey -in "$3" -pubout -outform der -out key; python3 "$2" key <lines"#, folder)
    let program = try await judge(
      """
      openssl pkey -in "$3" -pubout -out key
      for n in {0..\(byProgram - 1)}; do
        openssl pkeyutl -verify -pubin -inkey key -rawin -in "$n.m" -sigfile "$n.s" \
          >/dev/null 2>&1 && echo "$n"
      done; true
      """, folder)
    #expect(program == library.filter { $0 < byProgram })
    return library
  }

  /// The numbers that a script writes, one a line.
  private static func judge(_ script: String, _ folder: URL) async throws -> Set<Int> {
    let words = [
      folder.path, Sample.vectors.appendingPathComponent("judge.py").path,
      Sample.vectors.appendingPathComponent("test-key.pem").path,
    ]
    let output = try await Tool(
      "bash", ["-c", #"set -e; cd "$1"; "# + script, "mutations"] + words,
      environment: ["OPENSSL_CONF": "/dev/null"]
    ).output()
    return Set(output.split(separator: "\n").compactMap { Int($0) })
  }

  /// One to three changes of payload or signature: a bit, a byte, one more, one fewer, two swapped.
  private static func mutated(_ armor: Armor, _ dice: inout Dice) -> Armor {
    var payload = armor.payload
    var signature = armor.signature
    for _ in 0..<Int.random(in: 1...3, using: &dice) {
      if Bool.random(using: &dice) { change(&payload, &dice) } else { change(&signature, &dice) }
    }
    return Armor(format: .license, payload: payload, signature: signature)
  }

  private static func change(_ bytes: inout [UInt8], _ dice: inout Dice) {
    guard let place = bytes.indices.randomElement(using: &dice) else { return }
    switch Int.random(in: 0..<5, using: &dice) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
    case 1: bytes[place] = .random(in: 0...255, using: &dice)
    case 2: bytes.insert(.random(in: 0...255, using: &dice), at: place)
    case 3: bytes.remove(at: place)
    default: bytes.swapAt(place, bytes.count - 1)
    }
  }
}
