import Cluster
import Foundation
import License
import Testing

/// Mutated files, judged by the service's parser and by openssl(1).
@Suite struct `Ten thousand mutated files` {
  private static let count = 10_000

  /// Each file's signed message and signature as they come out of the armour: both must say the same of every one.
  @Test func `have their signature judged alike by openssl`() async throws {
    let armor = try Armor(Sample.bytes("good.lic"), as: .license)
    var dice = Dice(state: 2026)
    let files = (0..<Self.count).map { $0 % 50 == 0 ? armor : Self.mutated(armor, &dice) }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (number, file) in files.enumerated() {
      try Data(Format.license.message(file.payload)).write(
        to: folder.appending(path: "\(number).m"))
      try Data(file.signature).write(to: folder.appending(path: "\(number).s"))
    }
    let taken = try await Self.taken(in: folder)
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

  /// The numbers of the files that `openssl pkeyutl` verifies, two at a time.
  private static func taken(in folder: URL) async throws -> Set<Int> {
    let script = """
      cd "$1"; openssl pkey -in "$2" -pubout -out key
      judge() { for n; do openssl pkeyutl -verify -pubin -inkey key -rawin -in "$n.m" -sigfile "$n.s" \
        >/dev/null 2>&1 && echo "$n"; done; true; }
      export -f judge
      seq 0 \(count - 1) | xargs -P 2 -n 250 bash -c 'judge "$@"' judge
      """
    let key = Sample.vectors.appendingPathComponent("test-key.pem").path
    let output = try await Tool(
      "bash", ["-c", script, "mutations", folder.path, key],
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
