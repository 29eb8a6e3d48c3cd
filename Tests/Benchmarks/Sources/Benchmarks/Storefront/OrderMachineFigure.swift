import Foundation

/// What sixteen workers at once break of a shop's promises: the suite of tests that lets them try, at
/// its full size.
enum OrderMachineFigure {
  static let all = [
    Figure(
      name: "storefront.orderMachine.violations",
      what:
        "promises broken by 16 workers in 20 random histories of 10,000 steps, by the tests' model",
      unit: "violations",
      bounds: .value(exactly: 0),
      measure: violations
    )
  ]

  private static func violations(_ stage: Stage) async throws -> Outcome {
    let (seeds, steps) = stage.isShort ? (1, 800) : (20, 10_000)
    let begin = ContinuousClock.now
    // A test that fails ends the command with 1.
    let output = try await Program.output(
      "swift",
      ["test", "--disable-xctest", "--filter", "OrderMachineTests"],
      environment: ["CRADLE_ORDER_MACHINE": "\(seeds)x\(steps)"],
      within: 4 * 3600,
      ending: [0, 1]
    )
    guard let ending = output.firstMatch(of: /Test run with [0-9]+ tests? .*(passed|failed) after/)
    else { throw Program.Failure(description: "the tests did not end: \(output.suffix(600))") }
    let issues = output.firstMatch(of: /failed after .* with ([0-9]+) issues?/)
      .flatMap { Double($0.1) }
    guard ending.1 == "passed" || issues != nil else {
      throw Program.Failure(description: "the tests did not say what failed: \(ending.0)")
    }
    return Outcome(
      values: [issues ?? 0],
      details: [
        "histories": Double(seeds), "steps": Double(seeds * steps),
        "seconds": (ContinuousClock.now - begin) / .seconds(1),
      ],
      note: "a debug build of the tests, which is built first; issues that the suite reports"
    )
  }
}
