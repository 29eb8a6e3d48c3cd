import Recommend
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  func keep(_ content: [UInt8], kind: String = "ranking") async throws -> Int {
    try await transaction {
      try await ModelShelf.keep(content, kind: kind, format: 1, metrics: ["recall": 1], in: $0)
    }
  }

  func serve(_ version: Int, kind: String = "ranking") async throws {
    try await transaction {
      try await ModelShelf.serve(version, of: kind, by: .system, in: $0)
    }
  }

  func rollBack(kind: String = "ranking") async throws -> Int {
    try await transaction { try await ModelShelf.rollBack(kind, by: .system, in: $0) }
  }
}

@Suite("Models in the database", .tenantDatabase([RecommendModule.module]))
struct ModelShelfTests {
  @Test func `versions count up, also when trainings end at once`() async throws {
    let pair = try await TenantPair.fresh()
    let versions = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<6 { group.addTask { try await pair.mine.keep([UInt8(number)]) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(versions.sorted() == Array(1...6))
    #expect(try await pair.other.keep([1]) == 1)
  }

  @Test func `one version is served, and the one before can be again`() async throws {
    let mine = try await TenantPair.fresh().mine
    for number in 1...3 { _ = try await mine.keep([UInt8(number)]) }
    #expect(try await mine.scope.servedVersion(of: "ranking") == nil)
    for version in [1, 1, 2, 3] { try await mine.serve(version) }
    #expect(try await mine.scope.servedVersion(of: "ranking") == 3)
    #expect(try await mine.rollBack() == 2)
    #expect(try await mine.scope.servedVersion(of: "ranking") == 2)
    #expect(try await mine.scope.modelContent(2, of: "ranking") == [2])
    let states = try await mine.scope.modelArtefacts().map(\.state)
    #expect(states == [.retired, .serving, .retired])
  }

  @Test func `what is not there is refused`() async throws {
    let mine = try await TenantPair.fresh().mine
    let served = await #expect(throws: RecommendRefusal.self) { try await mine.serve(9) }
    let rolled = await #expect(throws: RecommendRefusal.self) { _ = try await mine.rollBack() }
    #expect([served?.code, rolled?.code] == [.modelNotFound, .modelNotFound])
  }

  @Test func `old candidates go, what is served stays`() async throws {
    let mine = try await TenantPair.fresh().mine
    _ = try await mine.keep([1])
    try await mine.serve(1)
    for number in 2...9 { _ = try await mine.keep([UInt8(number)]) }
    let versions = try await mine.scope.modelArtefacts().map(\.version)
    #expect(versions == [9, 8, 7, 6, 5, 1])
  }
}
