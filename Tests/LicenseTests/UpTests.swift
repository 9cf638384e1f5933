import Cluster
import Foundation
import License
import Testing

/// The ledger that the tool brings along for a vendor without a server.
@Suite struct `A ledger of one's own` {
  /// Starts it, makes a key, ends it, asks in vain, starts it again and lists the keys.
  private static let script = """
    program=$1; data=$2/vendor; export CRM_LICENSE_DATA=$data
    begin() {
      : >"$data.log" # The last start's word must not be taken for this one's.
      "$program" up --sql "$3" >"$data.log" 2>&1 & up=$!
      until grep -q '^the ledger is ready' "$data.log"; do
        kill -0 "$up" 2>/dev/null || { cat "$data.log"; exit 9; }; sleep 0.1
      done
    }
    begin "$@"; "$program" key generate 2026a --json
    kill -TERM "$up"; wait "$up"; echo "ended $?"
    "$program" key list; echo "without it $?"
    begin "$@"; "$program" key list --json; "$program" ledger verify
    kill -INT "$up"; wait "$up"; echo "ended $?"
    stat -c '%a %n' "$data/keys/crm-2026a.pem"
    """

  @Test func `is made, ended and started again with what is in it`() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "crm-license").path
    let output = try await Tool(
      "bash",
      ["-c", Self.script, "up", program, folder.path, Sample.root.appending(path: "sql").path],
      environment: ["CRM_LICENSE_PASSPHRASE": "correct horse battery"]
    ).output()
    let lines = output.split(separator: "\n").map(String.init)
    #expect(lines.count(where: { $0 == "ended 0" }) == 2, "\(output)")
    #expect(lines.contains("without it 1") && output.contains("crm-license up"), "\(output)")
    #expect(
      lines.contains { $0.hasPrefix("[{\"key\":\"2026a\",\"status\":\"active\"") }, "\(output)")
    #expect(output.contains("1 event, all as they were written"), "\(output)")
    #expect(lines.last?.hasPrefix("600 ") == true, "\(output)")
  }
}
