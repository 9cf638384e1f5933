/// The signed text of a licence, changed at random into what no vendor writes.
enum MutatedLicence {
  struct Member: Sendable {
    /// The name, behind that of the member it is in and a point.
    var path: String
    /// The value as JSON has it.
    var value: String
  }

  /// A text with one or two of its members changed, sometimes a byte of it too.
  static func random(_ dice: inout Dice) -> [UInt8] {
    var members = good
    for _ in 0..<Int.random(in: 1...2, using: &dice) { change(&members, &dice) }
    var bytes = Array(text(members).utf8)
    switch Int.random(in: 0..<12, using: &dice) {
    case 0: change(&bytes, &dice)
    case 1: bytes = Array(dice.pick(rubbish).utf8) + bytes
    case 2: bytes += Array(dice.pick(rubbish).utf8)
    default: break
    }
    return bytes
  }

  /// The text of members; those that stand together in one member become one object.
  static func text(_ members: [Member]) -> String {
    var out = "{"
    var open: String?
    for (place, member) in members.enumerated() {
      let parts = member.path.split(separator: ".", maxSplits: 1).map(String.init)
      let owner = parts.count == 2 ? parts.first : nil
      if open != nil, open != owner { out += "}" }
      if place > 0 { out += "," }
      if let owner, open != owner { out += "\"\(owner)\":{" }
      out += "\"\(parts.last ?? "")\":\(member.value)"
      open = owner
    }
    return out + (open == nil ? "}" : "}}")
  }

  /// Changes a bit, or puts a byte in or takes one out.
  static func change(_ bytes: inout [UInt8], _ dice: inout Dice) {
    guard let place = bytes.indices.randomElement(using: &dice) else { return }
    switch Int.random(in: 0..<3, using: &dice) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
    case 1: bytes.insert(.random(in: 0...255, using: &dice), at: place)
    default: bytes.remove(at: place)
    }
  }

  private static func change(_ members: inout [Member], _ dice: inout Dice) {
    guard let place = members.indices.randomElement(using: &dice),
      let other = members.indices.randomElement(using: &dice)
    else { return }
    switch Int.random(in: 0..<12, using: &dice) {
    case 0..<5: members[place].value = dice.pick(values)
    case 5:
      let value = members[place].value
      members[place].value = members[other].value
      members[other].value = value
    case 6:
      let form = dice.pick(["[V]", "{\"v\":V}", "\"V\"", "V0", "0V", "-V", "V.0", "V "])
      members[place].value = form.replacing("V", with: members[place].value)
    case 7: members.remove(at: place)
    default: rebuild(&members, place, &dice)
    }
  }

  /// Changes of more than a value: names, objects, depth, demands.
  private static func rebuild(_ members: inout [Member], _ place: Int, _ dice: inout Dice) {
    let member = members[place]
    switch Int.random(in: 0..<5, using: &dice) {
    case 0: members.insert(Member(path: member.path, value: dice.pick(values)), at: place)
    case 1:
      let name = dice.pick([member.path + "x", member.path.uppercased(), " " + member.path])
      members[place].path = name
    case 2:
      let owner = member.path.prefix { $0 != "." }
      members.removeAll { $0.path.prefix { $0 != "." } == owner }
      members.append(Member(path: String(owner), value: dice.pick(values)))
    case 3:
      let depth = Int.random(in: 12..<18, using: &dice)
      let core = dice.pick(["", "1", #""\ud800""#])
      let value = String(repeating: "[", count: depth) + core
      members.append(
        Member(path: "x", value: value + String(repeating: "]", count: depth)))
    default:
      let names = (0..<Int.random(in: 0..<3, using: &dice)).map { _ in dice.pick(demands) }
      members.removeAll { $0.path == "crit" }
      members.append(
        Member(path: "crit", value: "[" + names.joined(separator: ",") + "]"))
    }
  }
}

/// Numbers that are the same in every run (SplitMix64).
struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// One of them.
  mutating func pick(_ list: [String]) -> String {
    list[Int.random(in: list.indices, using: &self)]
  }
}
