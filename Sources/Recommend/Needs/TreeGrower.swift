/// Grows one regression tree level by level from histograms of gradients.
struct TreeGrower {
  let rows: [UInt8]
  let width: Int
  let gradients: [SIMD2<Float>]
  let settings: BoostedTrees.Settings

  /// Gradient and curvature summed per feature and bin.
  private typealias Histogram = [SIMD2<Float>]

  private struct Branch {
    var node: Int
    var members: [Int32]
    var histogram: Histogram
    var total: SIMD2<Float>
  }

  private struct Split {
    var gain: Float
    var feature: Int
    var bin: Int
    var left: SIMD2<Float>
  }

  /// Grows a tree on some of the examples.
  func grow(_ members: [Int32]) -> RegressionTree {
    var tree = RegressionTree()
    let histogram = self.histogram(members)
    let total = (0..<FeatureBins.limit).reduce(SIMD2<Float>.zero) { $0 + histogram[$1] }
    var branches = [Branch(node: 0, members: members, histogram: histogram, total: total)]
    tree.nodes[0].value = leafValue(total)
    for _ in 0..<settings.depth {
      var next: [Branch] = []
      for branch in branches {
        guard let split = bestSplit(branch) else { continue }
        next += divide(branch, split, &tree)
      }
      branches = next
    }
    return tree
  }

  private func leafValue(_ sum: SIMD2<Float>) -> Float {
    -settings.rate * sum.x / (sum.y + settings.penalty)
  }

  private func score(_ sum: SIMD2<Float>) -> Float { sum.x * sum.x / (sum.y + settings.penalty) }

  private func histogram(_ members: [Int32]) -> Histogram {
    var histogram = Histogram(repeating: .zero, count: width * FeatureBins.limit)
    histogram.withUnsafeMutableBufferPointer { cells in
      rows.withUnsafeBufferPointer { rows in
        gradients.withUnsafeBufferPointer { gradients in
          for member in members {
            let gradient = gradients[Int(member)]
            let row = Int(member) * width
            for place in 0..<width {
              cells[place &* FeatureBins.limit &+ Int(rows[row &+ place])] += gradient
            }
          }
        }
      }
    }
    return histogram
  }

  private func bestSplit(_ branch: Branch) -> Split? {
    var best: Split?
    let parent = score(branch.total)
    for feature in 0..<width {
      var left = SIMD2<Float>.zero
      for bin in 0..<FeatureBins.limit - 1 {
        left += branch.histogram[feature * FeatureBins.limit + bin]
        let right = branch.total - left
        guard left.y >= settings.minimumCurvature, right.y >= settings.minimumCurvature else {
          continue
        }
        let gain = score(left) + score(right) - parent
        if gain > best?.gain ?? 1 {
          best = Split(gain: gain, feature: feature, bin: bin, left: left)
        }
      }
    }
    return best
  }

  private func divide(_ branch: Branch, _ split: Split, _ tree: inout RegressionTree) -> [Branch] {
    var left: [Int32] = []
    var right: [Int32] = []
    for member in branch.members {
      if rows[Int(member) * width + split.feature] <= UInt8(split.bin) {
        left.append(member)
      } else {
        right.append(member)
      }
    }
    let isLeftSmaller = left.count <= right.count
    let smaller = histogram(isLeftSmaller ? left : right)
    var larger = branch.histogram
    for place in larger.indices { larger[place] -= smaller[place] }
    let child = tree.nodes.count
    tree.nodes[branch.node].feature = Int32(split.feature)
    tree.nodes[branch.node].bin = Int32(split.bin)
    tree.nodes[branch.node].left = Int32(child)
    let totals = (split.left, branch.total - split.left)
    tree.nodes.append(.init(value: leafValue(totals.0)))
    tree.nodes.append(.init(value: leafValue(totals.1)))
    return [
      Branch(
        node: child,
        members: left,
        histogram: isLeftSmaller ? smaller : larger,
        total: totals.0
      ),
      Branch(
        node: child + 1,
        members: right,
        histogram: isLeftSmaller ? larger : smaller,
        total: totals.1
      ),
    ]
  }
}
