internal import Foundation

/// A ranking as bytes: who took what, the vectors, and what else cannot be computed from these.
///
/// JSON would take a second for each million pairs, on the way of a request.
extension ItemRanking {
  private struct Head: Codable {
    let items: [String]
    let weights: BlendWeights
    let neighbours: UserNeighbours.Settings
    let factors: FactorSettings
    let width: Int
  }

  package func content() throws -> [UInt8] {
    let solver = model.factors.solver
    let head = Head(
      items: items,
      weights: model.weights,
      neighbours: model.neighbours.settings,
      factors: solver.settings,
      width: solver.turned.width
    )
    var packed = PackedBytes()
    packed.write([UInt8](try JSONEncoder().encode(head)))
    let rows = model.interactions.byUser
    packed.write((0..<rows.rowCount).map { Int32(rows.count(of: $0)) })
    packed.write(rows.columns)
    packed.write(solver.turned.values)
    packed.write(solver.eigenvalues)
    return packed.bytes
  }

  package init(content: [UInt8]) throws {
    var packed = PackedBytes(content)
    let head = try JSONDecoder().decode(Head.self, from: Data(try packed.read(UInt8.self, zero: 0)))
    let counts = try packed.read(Int32.self, zero: 0)
    let columns = try packed.read(Int32.self, zero: 0)
    let values = try packed.read(Float.self, zero: 0)
    let eigenvalues = try packed.read(Float.self, zero: 0)
    let itemCount = head.items.count
    guard packed.isAtEnd, head.width > 0, head.width.isMultiple(of: DenseRow.lanes),
      values.count == itemCount * head.width, eigenvalues.count == head.width,
      head.factors.factors == head.width,
      let rows = SparseRows(counts: counts, columns: columns, below: itemCount)
    else { throw PackedBytes.Broken() }
    var turned = DenseRows(count: 0, width: head.width)
    turned.values = values
    let solver = FactorSolver(turned: turned, eigenvalues: eigenvalues, settings: head.factors)
    items = head.items
    model = RecommendationModel(
      Interactions(sorted: rows, itemCount: itemCount),
      FactorModel(solver: solver),
      settings: ModelSettings(neighbours: head.neighbours, weights: head.weights)
    )
  }
}
