/// The right to one action on one kind of record, `things.read`.
public struct Permission: Sendable, Hashable, CustomStringConvertible {
  public let resource: String
  public let action: String

  public init(_ resource: String, _ action: String) {
    self.resource = resource
    self.action = action
  }

  public var description: String { "\(resource).\(action)" }
}

/// How far a permission reaches; the database's row policies apply it, the service only reads it.
public enum Scope: Int, Sendable, Comparable, CaseIterable {
  case none
  case own
  case team
  case department
  /// The caller's department and all below it.
  case below
  case all

  public static func < (left: Scope, right: Scope) -> Bool { left.rawValue < right.rawValue }
}
