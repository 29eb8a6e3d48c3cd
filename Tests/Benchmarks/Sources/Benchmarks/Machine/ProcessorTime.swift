import Foundation
import Glibc

/// Processor time that was used so far, in seconds.
enum ProcessorTime {
  /// Of this process.
  static var own: Double { usage(__rusage_who_t(RUSAGE_SELF.rawValue)) }

  /// Of the children that have ended and were waited for.
  static var endedChildren: Double { usage(__rusage_who_t(RUSAGE_CHILDREN.rawValue)) }

  /// Of a process and all below it, those included that have ended; nil when it is not there.
  static func tree(of root: Int) -> Double? {
    guard let own = ProcessEntry(root) else { return nil }
    var children: [Int: [ProcessEntry]] = [:]
    for entry in ProcessEntry.all { children[entry.parent, default: []].append(entry) }
    var ticks = 0
    var rest = [own]
    while let entry = rest.popLast() {
      ticks += entry.ticks + entry.ticksOfEndedChildren
      rest += children[entry.id] ?? []
    }
    return Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Of one process alone; nil when it is not there.
  static func process(_ id: Int) -> Double? {
    ProcessEntry(id).map { Double($0.ticks) / Double(sysconf(Int32(_SC_CLK_TCK))) }
  }

  private static func usage(_ who: __rusage_who_t) -> Double {
    var usage = rusage()
    getrusage(who, &usage)
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }
}

/// A line of `/proc/PID/stat`.
struct ProcessEntry {
  let id: Int
  let parent: Int
  let ticks: Int
  let ticksOfEndedChildren: Int
  /// Whether it still runs, rather than waits for its parent to notice its end.
  let isAlive: Bool

  init?(_ id: Int) {
    guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
      let name = text.lastIndex(of: ")")
    else { return nil }
    // The name may hold blanks and brackets; behind its last bracket come numbers only.
    let fields = text[text.index(after: name)...].split(separator: " ")
    guard fields.count > 14, let parent = Int(fields[1]) else { return nil }
    let numbers = fields[11...14].compactMap { Int($0) }
    guard numbers.count == 4 else { return nil }
    self.id = id
    self.parent = parent
    isAlive = fields[0] != "Z"
    ticks = numbers[0] + numbers[1]
    ticksOfEndedChildren = numbers[2] + numbers[3]
  }

  /// All processes that can be seen.
  static var all: [ProcessEntry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int($0) }.compactMap { ProcessEntry($0) }
  }
}

/// What the machine is and how busy.
enum Machine {
  /// The load average of the last minute.
  static var load: Double {
    var averages = [0.0]
    getloadavg(&averages, 1)
    return averages[0]
  }

  /// Processor, memory and kernel in one line.
  static var description: String {
    let processors = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model =
      processors.split(separator: "\n").first { $0.hasPrefix("model name") }?
      .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    let memory = Double(ProcessInfo.processInfo.physicalMemory) / 1_073_741_824
    let count = ProcessInfo.processInfo.activeProcessorCount
    var system = utsname()
    uname(&system)
    let release = withUnsafeBytes(of: system.release) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return "\(count) × \(model), \(Int(memory.rounded())) GiB, Linux \(release)"
  }
}
