/// How much each category speaks for each other one.
///
/// The closed form of Steck (2019, "Embarrassingly Shallow Autoencoders for Sparse Data", EASE): the
/// weights W with an empty diagonal that reconstruct who buys what best. Weights stay inside blocks
/// of at most `blockLimit` categories of the same group when there are more categories than that.
struct CategoryAffinity {
  /// What each household is said to want of each category, by households.
  let scores: [Float]

  init(
    _ purchases: SparseAmounts,
    groups: [Int],
    penalty: Double,
    blockLimit: Int = NeedSnapshot.denseLimit
  ) {
    let width = groups.count
    var scores = [Float](repeating: 0, count: purchases.count * width)
    for block in Self.blocks(groups, limit: blockLimit) {
      let weights = Self.weights(purchases, block, width, penalty)
      let order = block.count
      var place = [Int](repeating: -1, count: width)
      for (index, category) in block.enumerated() { place[category] = index }
      var row = [Float](repeating: 0, count: order)
      for household in 0..<purchases.count {
        for index in 0..<order { row[index] = 0 }
        purchases.forEach(household) { category, amount in
          guard place[category] >= 0 else { return }
          let from = place[category] * order
          for index in 0..<order { row[index] += amount * weights[from + index] }
        }
        for (index, category) in block.enumerated() {
          scores[household * width + category] = row[index]
        }
      }
    }
    self.scores = scores
  }

  private static func blocks(_ groups: [Int], limit: Int) -> [[Int]] {
    guard groups.count > limit else { return [Array(groups.indices)] }
    let byGroup = Dictionary(grouping: groups.indices) { groups[$0] }
    return byGroup.keys.sorted().flatMap { key in
      let members = byGroup[key] ?? []
      return stride(from: 0, to: members.count, by: limit).map {
        Array(members[$0..<min($0 + limit, members.count)])
      }
    }
  }

  private static func weights(
    _ purchases: SparseAmounts,
    _ block: [Int],
    _ width: Int,
    _ penalty: Double
  ) -> [Float] {
    let order = block.count
    var place = [Int](repeating: -1, count: width)
    for (index, category) in block.enumerated() { place[category] = index }
    var gram = [Double](repeating: 0, count: order * order)
    for household in 0..<purchases.count {
      purchases.forEach(household) { first, amount in
        guard place[first] >= 0 else { return }
        let row = place[first] * order
        purchases.forEach(household) { second, other in
          guard place[second] >= 0 else { return }
          gram[row + place[second]] += Double(amount * other)
        }
      }
    }
    for index in 0..<order { gram[index * order + index] += penalty }
    let inverse = PositiveSystem(rows: gram, order: order).inverse()
    var weights = [Float](repeating: 0, count: order * order)
    for row in 0..<order {
      for column in 0..<order where column != row {
        let scale = -inverse[column * order + column]
        weights[row * order + column] = Float(inverse[row * order + column] / scale)
      }
    }
    return weights
  }
}
