import Foundation
import License
import Postgres
import Support

/// How the program reads a text that is well signed: `ok`, or the code of its refusal.
enum ProgramReading {
  static func verdict(_ text: [UInt8]) -> String {
    verdict {
      let grant = try LicenseGrant(bytes: text)
      return grant.kid == "test" ? nil : .keyMismatch
    }
  }

  /// The same for a list of revocations.
  static func verdict(list text: [UInt8]) -> String {
    verdict {
      let list = try RevocationList(bytes: text)
      return list.kid == "own" ? nil : .keyMismatch
    }
  }

  private static func verdict(_ read: () throws -> Refusal.Code?) -> String {
    do {
      return try read()?.rawValue ?? "ok"
    } catch let refusal as Refusal {
      return refusal.code.rawValue
    } catch {
      return "\(error)"
    }
  }
}

/// How the database of a test reads a text that is well signed: as when it installs a licence, by the checks of the
/// table too, but for the signature.
struct DatabaseReading: Sendable {
  private let client: Client

  /// - Parameter client: Works as `crm_owner` on a database that the test has for itself.
  init(_ client: Client) async throws {
    self.client = client
    _ = try await client.batch([
      "create table licensing.reading (like licensing.licence including constraints)",
      "alter table licensing.reading alter id drop not null, alter installed_at drop not null",
      """
      create function licensing.verdict(p_text bytea) returns text
      language plpgsql set search_path = pg_catalog as $$
      declare
        rule text;
      begin
        insert into licensing.reading
        select l.* from licensing.licence_of('test', p_text, decode(repeat('00', 64), 'hex')) as l;
        return 'ok';
      exception when others then
        get stacked diagnostics rule = constraint_name;
        return coalesce(nullif(rule, ''), sqlstate || ' ' || sqlerrm);
      end
      $$
      """,
    ])
  }

  /// For each text `ok`, or the rule that refused it; what is no rule is an error of PostgreSQL's own.
  func verdicts(_ texts: [[UInt8]]) async throws -> [String] {
    let encoded = texts.map { Data($0).base64EncodedString() }
    return try await client.rows(
      """
      select licensing.verdict(decode(t.encoded, 'base64')) as verdict
      from unnest(\(encoded)) with ordinality as t (encoded, place) order by t.place
      """
    ).map { try $0.string("verdict") }
  }

  /// Whether a verdict was meant: a code that the program has too, or a check of the table.
  static func isRule(_ verdict: String) -> Bool {
    verdict == "ok" || Refusal.Code(rawValue: verdict) != nil || verdict.hasPrefix("licence_")
  }
}
