import Postgres

/// Serves every declared resource with the same operations.
public struct Engine: Sendable {
  let model: CurrentModel
  let door: any Door
  let client: Client
  let cursors: CursorSeal

  /// - Parameter secret: Signs cursors; the same on every node.
  public init(model: CurrentModel, door: any Door, client: Client, secret: [UInt8]) {
    self.model = model
    self.door = door
    self.client = client
    cursors = CursorSeal(secret: secret)
  }

  /// The operations of all resources.
  public func operations() -> [Operation] { [] }
}
