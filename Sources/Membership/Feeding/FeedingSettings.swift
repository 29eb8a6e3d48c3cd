internal import TenantStore

extension MembershipSettings {
  /// What is wrong with the categories of goods by how children are fed.
  var feedingProblems: [SettingsProblem] {
    (feedingGoods ?? [:]).sorted { $0.key < $1.key }.compactMap { state, categories in
      guard FeedingState(rawValue: state) != nil else {
        return SettingsProblem(
          path: ["feedingGoods", state],
          message: "must be breast, mixed, formula or solids"
        )
      }
      guard (1...20).contains(categories.count), categories.allSatisfy({ !$0.isEmpty }) else {
        return SettingsProblem(
          path: ["feedingGoods", state],
          message: "must name 1 to 20 categories"
        )
      }
      return nil
    }
  }
}
