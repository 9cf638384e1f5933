import CRM
import Postgres
import Support

extension Subject {
  static let clientsHandOff: [String: Subject] = [:]
}

extension VerbCase {
  static let clientsHandOff: [String: VerbCase] = [:]
}

extension ScopeRow {
  static let clientsHandOff: [ScopeRow] = []
}
