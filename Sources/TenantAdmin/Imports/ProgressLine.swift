internal import Storefront

/// Shows how far an import is: a bar for a watching person, a line every ten seconds for a log.
final class ProgressLine {
  private let terminal: Terminal
  private let byteCount: Int
  private let clock = ContinuousClock()
  private var phase: ImportProgress.Phase?
  private var start: ContinuousClock.Instant
  private var last: ContinuousClock.Instant
  private var isShown = false

  init(_ terminal: Terminal, byteCount: Int) {
    self.terminal = terminal
    self.byteCount = max(1, byteCount)
    start = clock.now
    last = start
  }

  func show(_ progress: ImportProgress) {
    if phase != progress.phase {
      phase = progress.phase
      start = clock.now
      last = terminal.isWatched ? start - .seconds(1) : start
    }
    let interval: Duration = terminal.isWatched ? .milliseconds(100) : .seconds(10)
    guard clock.now - last >= interval else { return }
    last = clock.now
    let text = ProgressText.text(progress, of: byteCount, after: clock.now - start)
    if terminal.isWatched {
      terminal.writeProgress(ProgressText.bar(progress, of: byteCount) + " " + text)
      isShown = true
    } else {
      terminal.writeMessage(text)
    }
  }

  /// Takes the bar away.
  func close() { if isShown { terminal.writeProgress("") } }
}

/// What a progress line says.
enum ProgressText {
  static func text(_ progress: ImportProgress, of byteCount: Int, after time: Duration) -> String {
    let seconds = max(0.001, time / .seconds(1))
    let share = min(1, Double(progress.bytesRead) / Double(byteCount))
    let verb = progress.phase == .checking ? "checking" : "writing"
    let rate = Int(Double(progress.rows) / seconds)
    let left = share > 0.01 ? Int(seconds / share * (1 - share) + 0.5) : nil
    let eta = left.map { ", \($0 / 60):\($0 % 60 < 10 ? "0" : "")\($0 % 60) left" } ?? ""
    return "\(verb) \(Int(share * 100)) %, \(progress.rows) rows, \(rate) rows/s\(eta)"
  }

  static func bar(_ progress: ImportProgress, of byteCount: Int) -> String {
    let width = 24
    let done = min(width, progress.bytesRead * width / max(1, byteCount))
    return "[" + String(repeating: "#", count: done) + String(repeating: ".", count: width - done)
      + "]"
  }
}
