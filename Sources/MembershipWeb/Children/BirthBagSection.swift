internal import Membership
internal import TenantWeb

/// What to have ready for the birth; a list to tick, which nobody checks.
struct BirthBagSection {
  private let child: Child
  private let ready: Set<String>
  private let frame: FamilyFrame

  init(_ child: Child, _ ready: Set<String>, _ frame: FamilyFrame) {
    self.child = child
    self.ready = ready
    self.frame = frame
  }

  /// Reads what was ticked.
  static func ticked(_ form: RequestFields) -> Set<String> {
    Set(BirthBagItem.china.map(\.code).filter { form["bag_\($0)"] != nil })
  }

  var section: FamilySection {
    let texts = frame.texts
    let items = BirthBagItem.china
    var fields: [FormField] = []
    for item in items {
      let person = texts["bag.for.\(item.person)"]
      fields.append(
        FormField(
          name: "bag_\(item.code)",
          label: "\(person) · \(frame.local(item.name))",
          kind: .box("yes"),
          value: ready.contains(item.code) ? "yes" : "",
          isRequired: false
        )
      )
    }
    let count = Int64(items.filter { ready.contains($0.code) }.count)
    return FamilySection(
      title: texts["bag.title"],
      text: texts["bag.hint"],
      progress: (
        count, Int64(items.count),
        texts["bag.ready", ["ready": "\(count)", "all": "\(items.count)"]]
      ),
      folded: [
        (
          texts["bag.open"],
          FamilyForm(
            path: "/family/children/\(child.id)/bag",
            submit: texts["form.save"],
            fields: fields,
            isQuiet: true
          )
        )
      ],
      isWide: true
    )
  }
}
