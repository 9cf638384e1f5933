import CRM
import Postgres
import Support
import Testing

/// Records cannot be moved across the border of what the caller reaches, in neither direction.
@Suite struct `Plain SQL in a session's context` {
  @Test func `moves no party out of reach`() async throws {
    try await withAttack { attack in
      for place: SQL in [
        "department_id = \(attack.away), owner_id = \(attack.stranger)",
        "department_id = \(attack.away), owner_id = null", "department_id = null, owner_id = null",
      ] {
        let state = try await attack.refusal(
          "update clients.party set \(sql: place) where id = \(attack.own)")
        #expect(state == "42501")
      }
    }
  }

  @Test func `fetches no hidden record into reach`() async throws {
    try await withAttack { attack in
      for change: SQL in [
        """
        update clients.party set owner_id = \(attack.session.account) where id = \(attack.hidden)
        """,
        "update clients.channel set party_id = \(attack.own) where value = 'secret@a.example'",
        """
        update clients.interaction set party_id = \(attack.own)
        where id = \(attack.hiddenInteraction)
        """,
        "delete from clients.party where id in (\(attack.hidden), \(attack.colleagues))",
        """
        merge into clients.party as p using (values (\(attack.hidden))) as v (id) on p.id = v.id
        when matched then update set name = 'Mine'
        """,
      ] {
        let got = try await attack.reached(change)
        #expect(got == 0)
      }
    }
  }

  @Test func `hangs nothing on a hidden record`() async throws {
    try await withAttack { attack in
      let hidden = attack.hidden
      for change: SQL in [
        "update clients.channel set party_id = \(hidden) where party_id = \(attack.own)",
        "update clients.party set parent_id = \(hidden) where id = \(attack.own)",
        "update clients.interaction set party_id = \(hidden)",
        """
        update clients.interaction_participant set interaction_id = \(attack.hiddenInteraction)
        """,
        "insert into clients.address (party_id, city) values (\(hidden), 'Here')",
        """
        insert into clients.relation (party_id, other_id, kind)
        values (\(attack.own), \(hidden), 'owns')
        """,
        """
        insert into clients.interaction_participant (interaction_id, account_id)
        values (\(attack.hiddenInteraction), \(attack.session.account))
        """,
      ] {
        let got = try await attack.refusal(change)
        // A reference that is changed answers as one that leads nowhere.
        #expect(got == "42501" || got == "23503", "\(change.text)")
      }
    }
  }

  @Test func `puts nothing under another's name`() async throws {
    try await withAttack { attack in
      for change: SQL in [
        "insert into clients.party (name, owner_id) values ('x', \(attack.stranger))",
        """
        insert into clients.party (name, owner_id, department_id)
        values ('x', \(attack.stranger), \(attack.away))
        """,
        """
        insert into clients.interaction (party_id, kind, subject, owner_id)
        values (\(attack.own), 'note', 'x', \(attack.stranger))
        """,
        """
        insert into clients.party (name, code) values ('x', 'S-1')
        on conflict (code) do update set name = 'Mine'
        """,
      ] {
        let got = try await attack.refusal(change)
        #expect(got == "42501")
      }
    }
  }
}
