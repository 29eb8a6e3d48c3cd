import DatabaseBootstrap
import Foundation
import TenantStore
import Testing

@Suite("Where the database is")
struct DatabaseLocationTests {
  @Test func `flags win over the environment`() throws {
    let environment = ["CRADLE_DATABASE": "host=a", "CRADLE_DATA_ROOT": "/b"]

    let location = try DatabaseLocation(data: "/c", environment: environment)

    guard case .embedded(let root, nil) = location else {
      Issue.record("not a private server: \(location)")
      return
    }
    #expect(root.path == "/c")
  }

  @Test func `two places at once are refused`() {
    #expect(throws: DatabaseLocationError.twoFlags) {
      try DatabaseLocation(database: "host=a", data: "/b", environment: [:])
    }
    #expect(throws: DatabaseLocationError.twoVariables) {
      try DatabaseLocation(environment: ["CRADLE_DATABASE": "host=a", "CRADLE_DATA_ROOT": "/b"])
    }
  }

  @Test(arguments: [
    ("host=a user=o password=s", "host=a user=o password=s user='app_user' password=''"),
    ("postgres://o:s@h/d", "postgres://o:s@h/d?user=app_user&password="),
    (
      "postgresql://h/d?sslmode=require", "postgresql://h/d?sslmode=require&user=app_user&password="
    ),
  ])
  func `the other roles are reached over the owner's connection`(owner: String, user: String) throws
  {
    let location = try DatabaseLocation(environment: ["CRADLE_DATABASE": owner])

    guard case .server(let given, let application, _, _, _, _) = location else {
      Issue.record("not a server: \(location)")
      return
    }
    #expect(given == owner)
    #expect(application == user)
  }

  @Test func `each role may have a connection of its own`() throws {
    let location = try DatabaseLocation(
      environment: [
        "CRADLE_DATABASE": "host=a", "CRADLE_DATABASE_APP": "host=b",
        "CRADLE_DATABASE_SYSTEM": "host=c",
      ]
    )

    guard case .server("host=a", "host=b", "host=c", _, .postgres, false) = location else {
      Issue.record("\(location)")
      return
    }
  }

  @Test func `the mode is that of the environment, and a word that is none is refused`() throws {
    let given = ["CRADLE_DATABASE": "host=a", "CRADLE_DATABASE_MODE": "citus"]
    guard case .server(_, _, _, _, .citus, _) = try DatabaseLocation(environment: given) else {
      Issue.record("the mode was not read")
      return
    }
    #expect(throws: DatabaseLocationError.unknownMode("sharded")) {
      try DatabaseLocation(
        environment: given.merging(["CRADLE_DATABASE_MODE": "sharded"]) { $1 }
      )
    }
  }
}
