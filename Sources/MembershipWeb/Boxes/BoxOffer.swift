internal import Membership
internal import TenantStore
internal import TenantWeb

/// The plans that a merchant has, and where a family takes one.
struct BoxOffer {
  private let program: SubscriptionProgram
  private let children: [Child]
  private let frame: FamilyFrame

  init(_ program: SubscriptionProgram, _ children: [Child], _ frame: FamilyFrame) {
    self.program = program
    self.children = children
    self.frame = frame
  }

  private var texts: LocalTexts { frame.texts }

  var section: FamilySection {
    FamilySection(
      title: texts["boxes.offer"],
      text: texts["boxes.offerHint"],
      items: program.settings.plans.map { plan in
        FamilySection.Item(name: frame.local(plan.name), detail: terms(plan))
      },
      forms: [form]
    )
  }

  private var form: FamilyForm {
    var fields: [FamilyForm.Field] = [
      .choice(
        "plan",
        texts["boxes.plan"],
        program.settings.plans.map { ($0.code, frame.local($0.name)) }
      )
    ]
    if !children.isEmpty {
      fields.append(
        .choice(
          "child",
          texts["boxes.child"],
          children.map { ($0.id.description, ChildWords($0, frame).name) },
          required: false
        )
      )
    }
    fields += [
      .day("day", texts["boxes.first"], frame.today.description),
      .init(
        name: "address",
        label: texts["boxes.address"],
        maximum: 500,
        autocomplete: "address-line1"
      ),
    ]
    return FamilyForm(path: BoxPage.path, submit: texts["boxes.take"], fields: fields)
  }

  private func terms(_ plan: SubscriptionSettings.Plan) -> String {
    let price = try? Money(decimal: plan.price, currency: program.currency)
    let count = plan.every ?? 1
    let rhythm =
      count == 1
      ? texts["boxes.each.\(plan.unit.rawValue)"]
      : texts["boxes.every.\(plan.unit.rawValue)", ["count": "\(count)"]]
    let prepaid = plan.prepaid.map { texts["boxes.prepaid", ["count": "\($0)"]] }
    return [price.map(texts.money), rhythm, prepaid].compactMap { $0 }.joined(separator: " · ")
  }
}
