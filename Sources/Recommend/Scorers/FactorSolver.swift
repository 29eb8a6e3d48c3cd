internal import Foundation

/// Finds the best factors of each row when those of the columns are given.
///
/// Minimises, for each row, Σ over its ones of (1 − w·v)² + α Σ over all columns of (w·v)² + λ|w|²
/// with λ = regularisation · (ones + α · columns)^exponent: implicit least squares with
/// frequency-scaled regularisation (Hu et al. 2008; Rendle et al., "Revisiting the Performance of
/// iALS on Item Recommendation Benchmarks", 2021).
///
/// 1. The sum over all columns is one Gram matrix G. With G = QΛQᵀ and the columns' factors turned
///    by Q, what all rows share is diagonal: D⁻¹ = αΛ + λI.
/// 2. A row with n ones then needs the n × n system (I + R D Rᵀ) y = 1 and w = D Rᵀ y (Woodbury's
///    identity), O(n²·f + n³) instead of O(n·f² + f³). Rows with more than half as many ones as there
///    are factors take the f × f system.
/// 3. Rows are left in the turned basis, and the next solver turns again; nothing is turned back.
/// 4. Each row is solved by itself, so one row alone gives the same as all rows at once.
package struct FactorSolver: Hashable, Sendable, Codable {
  /// The columns' factors, turned by Q; inner products do not see the turn.
  package let turned: DenseRows
  let eigenvalues: [Float]
  let settings: FactorSettings

  /// Prepares to solve rows against the columns' factors.
  package init(columns: DenseRows, settings: FactorSettings) {
    let width = columns.width
    let eigen = SymmetricEigen(columns.gram(), size: width)
    turned = columns.times(
      (0..<width * width).map { Float(eigen.vectors[$0 % width * width + $0 / width]) }
    )
    eigenvalues = eigen.values.map { Float(max(0, $0)) }
    self.settings = settings
  }

  /// A solver as it was stored: the columns' factors are turned already.
  init(turned: DenseRows, eigenvalues: [Float], settings: FactorSettings) {
    self.turned = turned
    self.eigenvalues = eigenvalues
    self.settings = settings
  }

  /// The factors of all rows, in the basis of ``turned``.
  func solve(_ rows: SparseRows) -> DenseRows {
    let width = turned.width
    var solved = DenseRows(count: rows.rowCount, width: width)
    solved.values.withUnsafeMutableBufferPointer { solved in
      let solved = SharedNumbers(solved)
      ParallelRows.forEachPiece(of: rows.rowCount) { range in
        withWorkspace { workspace in
          for row in range {
            rows[row].withUnsafeBufferPointer { ones in
              solve(ones, into: solved.part(row * width, width), workspace)
            }
          }
        }
      }
    }
    return solved
  }

  /// The factors of one row: exactly what ``solve(_:)`` gives for it.
  package func solve(_ ones: ArraySlice<Int32>) -> [Float] {
    var solved = [Float](repeating: 0, count: turned.width)
    solved.withUnsafeMutableBufferPointer { solved in
      let solved = SharedNumbers(solved)
      withWorkspace { workspace in
        ones.withUnsafeBufferPointer { solve($0, into: solved.part(0, solved.count), workspace) }
      }
    }
    return solved
  }

  private func withWorkspace(_ body: (Workspace) -> Void) {
    let width = turned.width
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width * (width + 3)) { memory in
      guard let base = memory.baseAddress else { return }
      body(
        Workspace(
          system: base,
          inverse: base + width * width,
          scaled: base + width * (width + 1),
          right: base + width * (width + 2)
        )
      )
    }
  }

  private struct Workspace {
    /// f × f numbers.
    let system: UnsafeMutablePointer<Float>
    /// The diagonal D.
    let inverse: UnsafeMutablePointer<Float>
    /// One row times D.
    let scaled: UnsafeMutablePointer<Float>
    let right: UnsafeMutablePointer<Float>
  }

  /// What each one of a row adds to the row's product with each of some columns' factors.
  ///
  /// The row's solution is w = A⁻¹ Σ vⱼ over its ones, so v·w is the sum of vⱼ·A⁻¹v (Hu et al. 2008, §5).
  /// The system of the row is factored once for all columns.
  ///
  /// - Returns: For each column the parts in the order of the ones.
  func parts(of wanted: [Int], _ ones: ArraySlice<Int32>) -> [[Float]] {
    var parts: [[Float]] = []
    withWorkspace { workspace in
      ones.withUnsafeBufferPointer { ones in
        turned.values.withUnsafeBufferPointer { values in
          let (columns, width) = (SharedVectors(values), turned.width)
          fillDiagonal(ones.count, workspace)
          fillSystem(ones, columns, workspace)
          Cholesky.factor(workspace.system, size: width, stride: width)
          for column in wanted {
            workspace.right.update(from: columns.row(column, width), count: width)
            Cholesky.solve(
              factor: workspace.system,
              size: width,
              stride: width,
              right: workspace.right
            )
            parts.append(
              ones.map { DenseRow.dot(columns.row(Int($0), width), workspace.right, width) }
            )
          }
        }
      }
    }
    return parts
  }

  private func solve(
    _ ones: UnsafeBufferPointer<Int32>,
    into solution: UnsafeMutablePointer<Float>,
    _ workspace: Workspace
  ) {
    guard !ones.isEmpty else { return }
    fillDiagonal(ones.count, workspace)
    turned.values.withUnsafeBufferPointer { values in
      let columns = SharedVectors(values)
      if ones.count * 2 <= turned.width {
        solveByOnes(ones, columns, into: solution, workspace)
      } else {
        solveByFactors(ones, columns, into: solution, workspace)
      }
    }
  }

  /// Sets D for a row with so many ones.
  private func fillDiagonal(_ count: Int, _ workspace: Workspace) {
    let alpha = settings.unobservedWeight
    let weight = Float(count) + alpha * Float(turned.count)
    let lambda = settings.regularisation * power(weight, settings.frequencyExponent)
    for place in 0..<turned.width {
      workspace.inverse[place] = 1 / (alpha * eigenvalues[place] + lambda)
    }
  }

  /// Sets the f × f system of a row: D⁻¹ and the outer products of its ones.
  private func fillSystem(
    _ ones: UnsafeBufferPointer<Int32>,
    _ columns: SharedVectors,
    _ workspace: Workspace
  ) {
    let width = turned.width
    workspace.system.update(repeating: 0, count: width * width)
    for one in ones {
      DenseRow.addOuterProduct(columns.row(Int(one), width), width, to: workspace.system)
    }
    for place in 0..<width {
      workspace.system[place * width + place] += 1 / workspace.inverse[place]
    }
  }

  private func solveByOnes(
    _ ones: UnsafeBufferPointer<Int32>,
    _ columns: SharedVectors,
    into solution: UnsafeMutablePointer<Float>,
    _ workspace: Workspace
  ) {
    let (width, count) = (turned.width, ones.count)
    for line in 0..<count {
      let row = columns.row(Int(ones[line]), width)
      for place in 0..<width { workspace.scaled[place] = row[place] * workspace.inverse[place] }
      for other in 0...line {
        workspace.system[line * count + other] = DenseRow.dot(
          workspace.scaled,
          columns.row(Int(ones[other]), width),
          width
        )
      }
      workspace.system[line * count + line] += 1
      workspace.right[line] = 1
    }
    Cholesky.solve(workspace.system, size: count, stride: count, right: workspace.right)
    for line in 0..<count {
      let row = columns.row(Int(ones[line]), width)
      DenseRow.add(row, times: workspace.right[line], width, to: solution)
    }
    for place in 0..<width { solution[place] *= workspace.inverse[place] }
  }

  private func solveByFactors(
    _ ones: UnsafeBufferPointer<Int32>,
    _ columns: SharedVectors,
    into solution: UnsafeMutablePointer<Float>,
    _ workspace: Workspace
  ) {
    let width = turned.width
    fillSystem(ones, columns, workspace)
    for one in ones { DenseRow.add(columns.row(Int(one), width), times: 1, width, to: solution) }
    Cholesky.solve(workspace.system, size: width, stride: width, right: solution)
  }

  private func power(_ base: Float, _ exponent: Float) -> Float {
    exponent == 1 ? base : powf(base, exponent)
  }
}
