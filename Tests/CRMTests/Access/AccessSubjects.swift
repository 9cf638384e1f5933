import CRM
import Postgres
import Support

extension Subject {
  private static let past: JSON = "2020-01-01T00:00:00Z"

  /// What the area of access and the common area serve, by resource.
  static let access: [String: Subject] = [
    "accounts": Subject(
      table: "access.account",
      change: { _, mark in ["email": .string("\(mark)@changed.example")] },
      fields: { world, relation, mark in
        [
          "login": .string(mark), "name": .string(mark),
          "department_id": .id(world.departments[relation]),
        ]
      }, away: ["archived_at": past]),
    "departments": Subject(
      table: "access.department", change: { _, mark in ["code": .string(mark)] },
      fields: { world, relation, mark in
        ["name": .string(mark), "parent_id": .id(world.departments[relation])]
      }, away: ["archived_at": past]),
    "teams": Subject(
      table: "access.team", placed: false,
      change: { _, mark in ["name": .string("changed \(mark)")] },
      fields: { _, _, mark in ["name": .string(mark)] }, away: ["archived_at": past],
      after: { world, relation, id in
        _ = try await world.insert(
          "access.team_member",
          ["team_id": .id(id), "account_id": .id(world.accounts[relation])])
      }),
    "team_members": Subject(
      table: "access.team_member", marked: false,
      change: { world, _ in ["account_id": .id(world.spare)] },
      fields: { world, relation, mark in
        let team = try await world.insert("access.team", put(relation, ["name": .string(mark)]))
        return ["team_id": .id(team), "account_id": .id(world.accounts[relation])]
      }),
    "roles": Subject(
      table: "access.role", placed: false, change: { _, mark in ["name_ru": "Изменено"] },
      fields: { _, _, mark in
        ["code": .string(mark), "name_en": .string(mark), "name_ru": "Роль"]
      }, away: ["archived_at": past],
      after: { world, relation, id in
        _ = try await world.insert(
          "access.account_role",
          ["role_id": .id(id), "account_id": .id(world.accounts[relation]), "valid_from": past])
      }),
    "permissions": Subject(
      table: "access.permission", change: { _, _ in ["action": "changed"] },
      fields: { world, relation, mark in
        let role =
          relation == .absent ? World.nowhere : try await Subject.role(world, relation, held: true)
        return [
          "role_id": .id(role), "resource": .string(mark), "action": "act", "scope": "none",
          "effect": "allow",
        ]
      }),
    "account_roles": Subject(
      table: "access.account_role", marked: false,
      change: { _, _ in ["valid_until": "2040-01-01T00:00:00Z"] },
      fields: { world, relation, _ in
        [
          "account_id": .id(world.accounts[relation]), "valid_from": past,
          "role_id": .id(try await Subject.role(world, .own, held: false)),
        ]
      }, away: ["valid_until": "2021-01-01T00:00:00Z"]),
    "sessions": session("session", marked: "user_agent", shownToOwner: true),
    "tokens": session("token", marked: "name", shownToOwner: true),
    "imports": Subject(
      table: "system.import", audited: false, marked: false,
      make: { world, relation, _ in
        try await world.insert(
          "system.import",
          [
            "account_id": .id(world.accounts[relation]), "resource": "parties",
            "mapping": Loading.mapping, "dry_run": false, "read": 0, "created": 0,
            "updated": 0, "unchanged": 0, "skipped": 0, "refused": 0,
            "state": relation == .archived ? "done" : "waiting", "created_at": past,
          ])
      }),
    "exports": Subject(
      table: "system.export", audited: false, marked: false,
      make: { world, relation, _ in
        try await world.insert(
          "system.export",
          [
            "account_id": .id(world.accounts[relation]), "resource": "parties", "kind": "list",
            "format": "csv", "query": [:], "request_id": "past", "created_at": past,
            "outcome": relation == .archived ? "aborted" : "running",
            "ended_at": relation == .archived ? past : .null,
          ])
      }),
    "jobs": Subject(
      table: "system.job", audited: false, marked: false, change: { _, _ in ["state": "waiting"] },
      make: { world, relation, _ in
        try await world.insert(
          "system.job",
          [
            "account_id": .id(world.accounts[relation]), "kind": "nobody-does", "version": 1,
            "state": relation == .archived ? "done" : "failed", "created_at": past,
            "ended_at": past, "run_at": past, "priority": 0, "input": [:], "done": 0,
            "failures": 1, "most_failures": 1, "fence": 1,
          ])
      }),
    "schedules": Subject(
      table: "system.schedule", relations: [.other, .absent], placed: false, marked: false,
      change: { _, _ in ["cron": "5 5 * * *"] },
      fields: { _, _, _ in
        ["kind": .string("mark-\(World.number())"), "cron": "0 0 * * *", "zone": "UTC"]
      }),
    "number_series": Subject(
      table: "system.number_series", relations: [.other, .absent], placed: false, marked: false,
      change: { _, _ in ["digits": 6] },
      fields: { _, _, mark in
        // Kinds and prefixes are letters alone.
        let digits = Array("abcdefghij")
        let word = String(mark.map { $0.wholeNumberValue.map { digits[$0] } ?? $0 })
        let number = String(World.number()).compactMap(\.wholeNumberValue).map { digits[$0] }
        return ["kind": .string(word), "prefix": .string(String(number).uppercased())]
      }),
    "custom_fields": Subject(
      table: "system.custom_field", relations: [.other, .archived, .absent], placed: false,
      change: { _, mark in ["label_en": .string("changed \(mark)")] },
      fields: { _, _, mark in
        [
          "resource": "parties", "name": .string("x_\(mark)"), "type": "text",
          "label_en": .string(mark), "label_ru": .string(mark),
        ]
      }, away: ["archived_at": "2020-01-01T00:00:00Z"]),
    "views": Subject(
      table: "system.view", placed: false,
      change: { _, mark in ["name": .string("changed \(mark)")] },
      make: { world, relation, mark in
        try await world.insert(
          "system.view",
          [
            "account_id": .id(world.accounts[relation]), "resource": "parties", "kind": "list",
            "name": .string(mark), "query": [:], "layout": [:], "role_ids": [], "version": 1,
          ])
      }),
    "import_mappings": Subject(
      table: "system.import_mapping", placed: false,
      change: { _, mark in ["name": .string("changed \(mark)")] },
      make: { world, relation, mark in
        try await world.insert(
          "system.import_mapping",
          [
            "account_id": .id(world.accounts[relation]), "name": .string(mark),
            "mapping": Loading.mapping, "role_ids": [], "version": 1,
          ])
      }),
    "notifications": Subject(
      table: "system.notification", audited: false, marked: false,
      make: { world, relation, _ in
        let told: Fields = [
          "account_id": .id(world.accounts[relation]), "event_id": .id(-World.number()), "at": past,
          "kind": "changed", "action": "update", "resource": "parties",
          "table_name": "clients.party", "record_id": .id(world.parties[.own]),
        ]
        return try await world.insert(
          "system.notification",
          relation == .archived ? told.merging(["read_at": past]) { $1 } : told)
      }),
    "follows": Subject(
      table: "system.follow", audited: false, marked: false,
      make: { world, relation, _ in
        try await world.insert(
          "system.follow",
          [
            "account_id": .id(world.accounts[relation]), "resource": "parties", "version": 1,
            "record_id": .id(
              try await world.insert("clients.party", ["name": .string("F\(World.number())")])),
          ])
      }),
    "notification_mutes": Subject(
      table: "system.notification_mute", audited: false, marked: false,
      make: { world, relation, _ in
        let account = world.accounts[relation] ?? 0
        return try await world.arranger.rows(
          """
          insert into system.notification_mute (account_id, kind)
          select \(account), k.kind
          from unnest('{assigned,changed,followed,job_ended}'::text[]) as k (kind)
          where not exists (
            select from system.notification_mute as m
            where m.account_id = \(account) and m.kind = k.kind)
          order by k.kind limit 1 returning id
          """)[0].int("id")
      }),
    "deliveries": Subject(
      table: "system.delivery", relations: [.other, .absent], placed: false, audited: false,
      marked: false,
      make: { world, _, _ in
        let number = World.number()
        return try await world.insert(
          "system.delivery",
          [
            "consumer": "notifications", "event_id": .id(-number), "at": past, "version": 1,
            "table_name": "clients.party", "record_id": .id(-number), "action": "update",
            "failures": 8, "parked_at": past, "fault_code": "P0001",
          ])
      }),
    "countries": reference("system.country", code: "QQ"),
    "currencies": reference("system.currency", code: "QQQ"),
  ]

  private static func put(_ relation: Relation, _ fields: Fields) -> Fields {
    relation == .archived ? fields.merging(["archived_at": past]) { $1 } : fields
  }

  /// A role without permissions, perhaps held by somebody of the relation.
  private static func role(
    _ world: World, _ relation: Relation, held: Bool
  ) async throws -> Int {
    let code = JSON.string("role_\(World.number())")
    let id = try await world.insert(
      "access.role", put(relation, ["code": code, "name_en": code, "name_ru": code]))
    if held { try await access["roles"]?.after(world, relation, id) }
    return id
  }

  private static func session(_ kind: String, marked: String, shownToOwner: Bool) -> Subject {
    Subject(
      table: "access.session", audited: false, shownToOwner: shownToOwner,
      make: { world, relation, mark in
        let made = try await world.arranger.rows(
          """
          select access.open(\(world.accounts[relation] ?? 0), sha256(\(mark)::bytea), \(kind),
            \(kind == "token" ? mark : nil), null, now() + interval '1 hour', null, \(mark)) as id
          """)
        let id = try made[0].int("id")
        if relation == .archived {
          _ = try await world.arranger.execute(
            """
            update access.session set created_at = now() - interval '2 hours',
              expires_at = now() - interval '1 hour' where id = \(id)
            """)
        }
        return id
      })
  }

  private static func reference(_ table: String, code: String) -> Subject {
    Subject(
      table: table, relations: [.other, .absent], placed: false, audited: false, marked: false,
      make: { world, _, _ in
        let known = try await world.arranger.rows(
          "select id from \(identifier: table) where code = \(code)")
        if let row = known.first { return try row.int("id") }
        return try await world.arranger.rows(
          """
          insert into \(identifier: table) (code, name_en, name_ru) values (\(code), 'Q', 'Q')
          returning id
          """)[0].int("id")
      })
  }
}
