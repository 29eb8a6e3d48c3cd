import Foundation
import Membership
import Testing

@Suite("Who answers a member")
struct AgentRuleTests {
  private let members = (0..<600).map { _ in MemberID(uuid: UUID()) }

  @Test func `nobody answers where there is nobody, and one where there is one`() {
    #expect(members.allSatisfy { AgentRule.agent(of: $0, among: []) == nil })
    #expect(members.allSatisfy { AgentRule.agent(of: $0, among: ["mei"]) == "mei" })
  }

  @Test func `it is the same one in any order, and members are shared evenly`() {
    let agents = ["mei", "lin", "ada"]
    for member in members {
      #expect(
        AgentRule.agent(of: member, among: agents)
          == AgentRule.agent(of: member, among: agents.reversed())
      )
    }
    let shares = Dictionary(grouping: members) { AgentRule.agent(of: $0, among: agents) ?? "" }
    // 200 of 600 each; five standard deviations of a fair draw are 58.
    #expect(shares.count == 3 && shares.values.allSatisfy { (140...260).contains($0.count) })
  }

  @Test func `who goes leaves only their own members to others, who comes takes a share`() {
    for member in members {
      let before = AgentRule.agent(of: member, among: ["mei", "lin", "ada"])
      let after = AgentRule.agent(of: member, among: ["mei", "lin"])
      #expect(before == "ada" || before == after)
      let more = AgentRule.agent(of: member, among: ["mei", "lin", "ada", "wei"])
      #expect(more == before || more == "wei")
    }
  }
}
