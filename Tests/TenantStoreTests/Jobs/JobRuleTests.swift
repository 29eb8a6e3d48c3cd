import TenantStore
import Testing

@Suite("Rules of jobs")
struct JobRuleTests {
  @Test func `a rest doubles up to its longest, and is drawn from nothing up to that`() {
    let rule = JobRetryRule(base: .seconds(10), longest: .seconds(60))
    #expect(
      (1...5).map(rule.ceiling) == [10, 20, 40, 60, 60].map { Duration.seconds($0) }
    )
    #expect(rule.ceiling(after: 1_000) == .seconds(60))
    #expect(rule.rest(after: 2, share: 0) == .zero)
    #expect(rule.rest(after: 2, share: 0.5) == .seconds(10))
    #expect(rule.rest(after: 2, share: 7) == .seconds(20))
  }

  @Test func `short jobs are claimed ahead by the dozen, long ones never`() {
    func ahead(_ mean: Double?) -> Int {
      JobAheadRule.ahead(concurrency: 8, meanSeconds: mean, most: 256)
    }
    #expect(ahead(nil) == 0)
    #expect(ahead(1) == 0)
    #expect(ahead(0.02) == 40)
    #expect(ahead(0) == 256)
  }

  @Test(arguments: 0..<20)
  func `whoever joins is called within as many rounds as the line before needs`(round: Int) {
    let tenants = (0..<Int.random(in: 1...60)).map { _ in TenantID.make(in: .live) }
    var waiting = Dictionary(uniqueKeysWithValues: tenants.map { ($0, Int.random(in: 0...500)) })
    let most = Int.random(in: 1...16)
    let bound = (tenants.count + most - 1) / most
    var turns = JobTurns()
    turns.join(tenants)
    var lastCall = Dictionary(uniqueKeysWithValues: tenants.map { ($0, 0) })
    var step = 0
    while !turns.line.isEmpty {
      step += 1
      let room = Int.random(in: most...(most * 8))
      let shares = turns.next(room: room, most: most) { _ in .max }
      #expect(shares.count <= most && shares.reduce(0) { $0 + $1.limit } <= room)
      for share in shares {
        #expect(step - (lastCall[share.tenant] ?? 0) <= bound)
        lastCall[share.tenant] = step
        let taken = min(share.limit, waiting[share.tenant] ?? 0)
        waiting[share.tenant]? -= taken
        turns.settle(share, taken: taken)
      }
    }
    #expect(waiting.values.allSatisfy { $0 == 0 })
  }

  @Test func `a tenant whose places are taken keeps its place in the line`() {
    let (full, free) = (TenantID.make(in: .live), TenantID.make(in: .live))
    var turns = JobTurns()
    turns.join([full, free])
    let shares = turns.next(room: 4, most: 16) { $0 == full ? 0 : 2 }
    #expect(shares.map(\.tenant) == [free] && shares.map(\.limit) == [2])
    #expect(turns.line == [full])
  }
}
