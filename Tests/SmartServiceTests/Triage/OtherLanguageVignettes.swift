extension Vignette {
  /// Red flags in nine other languages.
  static let otherLanguages = """
    emergency | abdomen.intussusception | 300 | screaming every 15 minutes pulling his knees up, vomited twice, poo looked like red jelly
    emergency | abdomen.intussusception | 250 | 15分おきに激しく泣いて吐き、いちごジャムのような便が出ました
    emergency | abdomen.intussusception | 250 | 15분 간격으로 자지러지게 울고 토하고 딸기잼 같은 변을 봤어요
    emergency | abdomen.intussusception | 250 | ร้องเป็นพักๆ งอขา อาเจียน ถ่ายเป็นวุ้นแดง
    emergency | abdomen.intussusception | 250 | bé khóc thét từng cơn, co chân, nôn, đi ngoài phân như mứt dâu
    emergency | abdomen.intussusception | 250 | nangis hilang timbul sambil menekuk kaki, muntah, pupnya seperti selai stroberi
    emergency | abdomen.intussusception | 250 | llora por ratos encogiendo las piernas, vomita y la caca parece mermelada
    emergency | abdomen.intussusception | 250 | il pleure par crises en repliant les jambes, vomit, et les selles sont comme de la gelée de groseille
    emergency | abdomen.intussusception | 250 | приступами кричит и поджимает ножки, рвота, стул как малиновое желе
    emergency | allergy.anaphylaxis | 400 | gave him peanut butter, now his lips are swelling and he's wheezing
    emergency | allergy.anaphylaxis | 900 | stung by a bee, face puffed up and she threw up, looks really pale
    emergency | allergy.anaphylaxis | 300 | 卵を食べた後、全身に蕁麻疹が出てゼーゼーして吐きました
    emergency | allergy.anaphylaxis | 700 | после арахиса опухли губы, крапивница и трудно дышать
    emergency | allergy.anaphylaxis | 250 | After his first taste of egg he broke out in hives and started vomiting, now he's floppy
    emergency | allergy.anaphylaxis | 500 | 우유 먹고 두드러기가 나고 입술이 붓고 쌕쌕거려요
    emergency | allergy.anaphylaxis | 500 | กินกุ้งแล้วปากบวม ผื่นขึ้นทั้งตัว หายใจไม่ออก
    emergency | allergy.anaphylaxis | 600 | comió cacahuate, se le hinchó la cara y está vomitando y pálido
    emergency | allergy.anaphylaxis | 400 | après avoir mangé de l'œuf il a le visage gonflé et il vomit
    emergency | allergy.anaphylaxis | 500 | ăn tôm xong môi sưng, nổi mề đay, khó thở
    emergency | allergy.anaphylaxis | 500 | habis makan udang bibirnya bengkak, biduran, sesak napas
    emergency | appearance.pale_mottled | 200 | her skin looks mottled and grey and she's really listless
    urgent | bite.animal | 1200 | a stray cat scratched my daughter and it's bleeding
    urgent | bite.animal | 900 | le mordió un perro en la mano y le sangra
    urgent | bite.animal | 900 | собака укусила сына за ногу, кровь
    urgent | bite.animal | 900 | 강아지한테 물려서 피가 나요
    urgent | bite.animal | 900 | 犬に噛まれて血が出ました
    urgent | bite.animal | 900 | โดนหมากัดเลือดออก
    urgent | bite.animal | 900 | chó cắn chảy máu chân bé
    urgent | bite.animal | 900 | digigit anjing sampai berdarah
    urgent | bite.animal | 900 | mordue par un chien, ça saigne
    emergency | botulism.signs | 120 | constipated for a week, weak suck, floppy, droopy eyelids. He had honey.
    emergency | breathing.distress | 200 | He is breathing so hard you can see his ribs sucking in, and he's grunting
    emergency | breathing.distress | 200 | 息を吸うたびに胸がペコペコへこんで、苦しそうです
    emergency | breathing.distress | 200 | Bé thở rút lõm lồng ngực, cánh mũi phập phồng, không bú được
    emergency | breathing.distress | 200 | bayi saya sesak napas, dadanya cekung waktu tarik napas
    emergency | breathing.distress | 200 | mon bébé a du mal à respirer, ça se creuse entre les côtes et il geint
    emergency | breathing.distress | 300 | her nostrils are flaring and the skin at the base of her neck sucks in every breath
    emergency | breathing.distress | 150 | 숨 쉴 때마다 갈비뼈 사이가 쑥쑥 들어가고 끙끙거려요
    emergency | breathing.distress | 200 | se le hunden las costillas al respirar y se queja
    emergency | breathing.distress | 200 | тяжело дышит, рёбра втягиваются, стонет
    emergency | breathing.distress | 100 | bub is working really hard to breathe, tummy sucking in under ribs
    emergency | breathing.distress | 400 | shes so breathless she cant finish a bottle and her ribs are showing with every breath
    emergency | breathing.distress | 200 | bé khò khè, thở rất mệt, ngực lõm vào mỗi khi thở
    emergency | breathing.distress | 150 | My baby is struggling to breathe, her chest is pulling in with every breath
    emergency | breathing.stopped | 20 | My newborn's lips went blue while feeding and she stopped breathing for a few seconds
    emergency | breathing.stopped | 30 | 赤ちゃんの唇が紫色で息をしていません
    emergency | breathing.stopped | 30 | ลูกหยุดหายใจ ปากเขียว ช่วยด้วย
    emergency | breathing.stopped | 25 | He keeps going pauses of like 15 seconds where he doesn't breathe
    emergency | breathing.stopped | 20 | bé sơ sinh đang bú thì tím tái, ngừng thở mấy giây
    emergency | breathing.stopped | 30 | el bebé dejó de respirar unos segundos y se puso azul
    emergency | breathing.stopped | 20 | 아기가 숨을 안 쉬어요 입술이 파래요
    emergency | breathing.stopped | 25 | 寝ている赤ちゃんが時々呼吸が止まり、顔色が青くなります
    emergency | breathing.stopped | 20 | новорождённый посинел и перестал дышать на несколько секунд
    emergency | breathing.stopped | 20 | bayi saya berhenti napas dan bibirnya biru
    emergency | breathing.stopped | 20 | mon bébé a les lèvres bleues
    emergency | breathing.stopped | 40 | my baby turned blue and stopped breathing
    emergency | breathing.stridor_calm | 700 | woke up with a barking seal cough and makes a horrible whistling noise every time he breathes in even when calm
    emergency | breathing.stridor_calm | 500 | every breath in makes a loud squeaky noise even when she's calm and asleep
    emergency | burn.severe | 500 | pulled a mug of hot tea over himself, his chest and arm are blistering
    emergency | burn.severe | 300 | grabbed the hair straighteners, blisters across her palm
    emergency | burn.severe | 500 | 熱湯をかぶって胸と腕に水ぶくれができました
    emergency | burn.severe | 600 | bé bị đổ nước sôi vào ngực và tay, phồng rộp
    emergency | burn.severe | 400 | ketumpahan air panas di dada dan perut, kulitnya melepuh
    emergency | burn.severe | 500 | опрокинул на себя кипяток, грудь и живот в волдырях
    emergency | burn.severe | 600 | 뜨거운 물을 엎질러서 가슴에 물집이 생겼어요
    emergency | burn.severe | 600 | ребёнок обжёг руку кипятком, большие волдыри
    emergency | burn.severe | 600 | โดนน้ำร้อนลวกที่หน้าอก พองเป็นตุ่มน้ำ
    emergency | burn.severe | 600 | se quemó la cara con agua hirviendo
    emergency | burn.severe | 600 | brûlé au visage par de l'eau bouillante
    emergency | choking.current | 500 | HELP he's choking on a piece of apple he can't breathe
    emergency | choking.current | 600 | 포도가 목에 걸려서 숨을 못 쉬고 얼굴이 파래졌어요
    emergency | choking.current | 500 | подавился виноградом, не может дышать, синеет
    emergency | choking.current | 500 | anak saya tersedak anggur, tidak bisa napas, mukanya biru
    emergency | choking.current | 500 | se está ahogando con una uva, no puede toser
    emergency | choking.current | 500 | il s'étouffe avec un morceau de pomme, il devient bleu
    emergency | choking.current | 500 | りんごを喉に詰まらせて声が出ません、顔が青いです
    emergency | choking.current | 600 | ลูกติดคอองุ่น หายใจไม่ออก หน้าเขียว
    emergency | choking.current | 400 | ลูกสำลักถั่ว หน้าเขียว หายใจไม่ออก
    emergency | choking.current | 500 | bé bị hóc hạt nhãn, mặt tím, không khóc được
    emergency | consciousness.unresponsive | 500 | I can't get her to wake up properly, she's like a rag doll
    emergency | consciousness.unresponsive | 300 | 呼びかけても反応がなくぐったりしています
    emergency | consciousness.unresponsive | 300 | 아무리 깨워도 안 일어나고 몸이 축 늘어졌어요
    emergency | consciousness.unresponsive | 300 | Con em gọi mãi không tỉnh, người mềm nhũn
    emergency | consciousness.unresponsive | 200 | no puedo despertar a mi bebé, está flácido
    emergency | consciousness.unresponsive | 300 | не могу разбудить ребёнка, он весь обмяк
    emergency | consciousness.unresponsive | 200 | baby won't wake up for feeds and is all floppy
    emergency | consciousness.unresponsive | 300 | ปลุกยังไงก็ไม่ตื่น ตัวอ่อนปวกเปียก
    emergency | consciousness.unresponsive | 200 | mon bébé est tout mou, impossible à réveiller
    emergency | consciousness.unresponsive | 200 | 赤ちゃんがぐったりして起きません
    urgent | cry.abnormal | 60 | her cry is really high pitched and weird, won't stop
    urgent | dehydration.no_urine | 400 | no wet diaper since last night, about 13 hours
    urgent | dehydration.no_urine | 400 | 昨夜から12時間以上おしっこが出ていません
    urgent | dehydration.no_urine | 300 | dari semalam sampai sekarang popoknya kering, sudah 14 jam
    urgent | dehydration.no_urine | 400 | 어젯밤부터 13시간째 기저귀가 뽀송해요 소변을 안 봐요
    urgent | dehydration.no_urine | 400 | не мочился уже 13 часов, подгузник сухой
    urgent | dehydration.no_urine | 400 | ลูกไม่ฉี่มา 12 ชั่วโมงแล้ว
    urgent | dehydration.no_urine | 400 | pas de pipi depuis 13 heures, la couche est sèche
    urgent | dehydration.no_urine | 300 | sudah 12 jam tidak pipis
    urgent | dehydration.no_urine | 400 | bé không đi tiểu 12 tiếng rồi
    emergency | dehydration.severe | 400 | vomiting and diarrhea for 2 days, eyes sunken, won't drink, very sleepy
    emergency | dehydration.severe | 300 | 下痢と嘔吐が続き、目がくぼんで水も飲めず、ぐったりです
    emergency | dehydration.severe | 400 | 설사와 구토로 눈이 쑥 들어가고 물도 못 마시고 축 처져요
    emergency | dehydration.severe | 400 | ท้องเสีย ตาโหล ไม่ยอมดื่มน้ำ ซึม
    emergency | dehydration.severe | 400 | diarrea, ojos hundidos, no quiere beber y está muy decaído
    emergency | dehydration.severe | 400 | diarrhée, yeux creux, refuse de boire, très abattu
    emergency | dehydration.severe | 400 | понос, глаза запали, не пьёт, вялый
    urgent | diarrhoea.blood | 400 | 설사에 피가 섞여 나와요
    urgent | diarrhoea.blood | 500 | bloody diarrhoea since this morning
    urgent | diarrhoea.blood | 400 | ถ่ายเป็นมูกเลือด
    urgent | diarrhoea.blood | 500 | うんちに血が混じっています
    urgent | diarrhoea.blood | 500 | il y a du sang dans ses selles
    emergency | drowning.submersion | 800 | Found her face down in the paddling pool, she coughed and is breathing now
    emergency | drowning.submersion | 800 | bé ngã xuống hồ bơi, vớt lên ho sặc sụa
    emergency | drowning.submersion | 800 | il est tombé dans la piscine, il tousse et il est somnolent
    emergency | drowning.submersion | 600 | お風呂で溺れて、助けたあと咳き込んでいます
    emergency | drowning.submersion | 800 | 욕조에 빠졌다가 건졌는데 기침을 계속해요
    emergency | drowning.submersion | 800 | ลูกตกสระน้ำ ตอนนี้ไอไม่หยุด
    emergency | drowning.submersion | 700 | anak saya tenggelam di kolam, sekarang batuk terus
    emergency | drowning.submersion | 700 | упала в бассейн, вытащили, кашляет
    emergency | drowning.submersion | 700 | he fell in the pool and swallowed a lot of water
    emergency | electric.shock | 700 | stuck a fork in the outlet and got a shock, small burn on finger
    emergency | electric.shock | 600 | anak saya kesetrum colokan listrik
    emergency | electric.shock | 600 | metió los dedos en el enchufe y le dio corriente
    emergency | electric.shock | 500 | コンセントに鍵を入れて感電しました
    emergency | electric.shock | 700 | 콘센트에 젓가락을 넣어서 감전됐어요
    emergency | electric.shock | 700 | ลูกเอานิ้วแหย่ปลั๊กไฟ โดนไฟดูด
    emergency | electric.shock | 600 | il a mis les doigts dans la prise, il a pris le courant
    emergency | electric.shock | 600 | сунул пальцы в розетку, ударило током
    urgent | feeding.not_drinking | 500 | lleva diez horas sin querer beber nada
    urgent | fever.3to6months | 150 | 5 months, 102.4 F
    urgent | fever.3to6months | 150 | 5か月で39.2度です
    urgent | fever.3to6months | - | bayi 5 bulan panas 39,3
    urgent | fever.3to6months | - | bé 5 tháng sốt 39,2
    urgent | fever.3to6months | - | пять месяцев, температура 39,1
    urgent | fever.3to6months | - | bebé de 4 meses con 39,4
    urgent | fever.3to6months | - | 5개월 아기 39.1도예요
    urgent | fever.3to6months | - | ลูก 5 เดือน ไข้ 39.2
    urgent | fever.3to6months | 120 | 4 months old 39.2 C
    emergency | fever.stiff_neck | 1600 | fever 39.5, she screams when I try to bend her neck and the light hurts
    emergency | fever.stiff_neck | 1000 | 高熱で首が硬くて曲げられず、光を嫌がります
    emergency | fever.stiff_neck | 1000 | 고열이 나고 목이 뻣뻣해서 고개를 못 숙여요
    emergency | fever.stiff_neck | 1000 | ไข้สูง คอแข็ง แพ้แสง
    emergency | fever.stiff_neck | 1000 | bé sốt cao, cổ cứng, sợ ánh sáng
    emergency | fever.stiff_neck | 1000 | demam tinggi, lehernya kaku, silau lihat cahaya
    emergency | fever.stiff_neck | 1000 | fiebre alta, cuello rígido y le molesta la luz
    emergency | fever.stiff_neck | 1000 | fièvre à 39,5, nuque raide et la lumière le gêne
    emergency | fever.stiff_neck | 1000 | температура 39,5, не может наклонить голову, боится света
    urgent | fever.under2months.who | 30 | one month old, armpit temp 37.6 twice after unwrapping
    urgent | fever.under2months.who | 40 | 生後40日、脇で37.7度が続いています
    urgent | fever.under3months | - | my 2 month old has a temp of 100.6
    urgent | fever.under3months | - | She is ten weeks old || rectal temp 38.1
    urgent | fever.under3months | - | 生後2か月です || 熱が38.4度あります
    urgent | fever.under3months | - | 두 달 된 아기가 38.5도예요
    urgent | fever.under3months | - | ลูกอายุสองเดือน ไข้ 38.3
    urgent | fever.under3months | - | be 2 thang tuoi sot 38.5 do
    urgent | fever.under3months | - | bayi umur 2 bulan demam 38,3
    urgent | fever.under3months | - | mi bebé de dos meses tiene 38,5 de fiebre
    urgent | fever.under3months | - | mon bébé de 7 semaines a 38,4
    urgent | fever.under3months | - | малышу два месяца, температура 38,6
    urgent | fever.under3months | 40 | ทารก 40 วัน วัดไข้ได้ 38.1 องศา
    urgent | fever.under3months | 75 | running a fever of 38.3 after his vaccines
    urgent | fever.under3months | - | grandson is 5 weeks old feels very hot, we dont have a thermometer
    urgent | fever.under3months | - | 6 week old baby with 38.2 fever
    urgent | fever.under3months | 60 | 2か月の赤ちゃんが38度の熱です
    urgent | fever.under3months | - | 생후 50일 아기 열이 38도예요
    urgent | fever.under3months | - | bé 2 tháng sốt 38,3 độ
    urgent | fever.under3months | - | bébé de 2 mois, 38,5 de fièvre
    urgent | fever.under3months | - | bayi 6 minggu demam 38,4
    emergency | fontanelle.bulging | 150 | родничок выпирает даже когда спокойный
    emergency | fontanelle.bulging | 150 | his soft spot is bulging out even when he's sitting calmly
    emergency | fontanelle.bulging | 150 | 大泉門が膨らんでいます。泣いていないときもです
    emergency | gas.co | - | our CO alarm went off and we all have headaches and the baby is sick
    emergency | gas.co | - | on a tous mal à la tête et la chaudière fume, le bébé vomit
    emergency | harm.shaken | 60 | I lost it last night and shook him, he's been sleepy since
    emergency | harm.shaken | 90 | lo sacudí muy fuerte porque no paraba de llorar
    emergency | head.severe | 900 | fell down the stairs, has thrown up four times and is really sleepy
    emergency | head.severe | 250 | dropped him on his head, he was knocked out for a few secs
    emergency | head.severe | 700 | 침대에서 떨어져 머리를 부딪혔는데 세 번 토하고 자꾸 자려고 해요
    emergency | head.severe | 600 | bé ngã cầu thang đập đầu, nôn 3 lần, lơ mơ
    emergency | head.severe | 700 | se cayó de la cama alta, ha vomitado tres veces y está muy dormido
    emergency | head.severe | 500 | jatuh dari tangga, muntah tiga kali, sekarang ngantuk terus
    emergency | head.severe | 800 | fell off the changing table, blood coming out of his ear
    emergency | head.severe | 800 | ตกจากระเบียงชั้นสอง
    emergency | head.severe | 700 | il est tombé dans l'escalier, il a vomi trois fois et il est somnolent
    emergency | head.severe | 600 | упал с кровати, теряет сознание, три раза рвало
    emergency | head.severe | 500 | anak jatuh dari tempat tidur, muntah tiga kali dan mengantuk
    emergency | head.severe | 600 | 階段から落ちて頭を打ち、3回吐いてぼーっとしています
    emergency | head.severe | 400 | уронили малыша, ударился головой, вялый и его рвёт
    emergency | heat.stroke | 700 | left in the hot car for 30 min, she's limp and not making sense
    emergency | heat.stroke | 700 | 車内に置き去りにしてしまい、意識がもうろうとしています
    emergency | heat.stroke | 900 | anak tertinggal di mobil panas, sekarang lemas dan tidak sadar
    emergency | hernia.incarcerated | 100 | his groin lump is hard and won't go back in, he's screaming
    emergency | hernia.incarcerated | 100 | 足の付け根のふくらみが硬くて戻らず泣き叫んでいます
    emergency | hfmd.severe | 700 | hand foot and mouth and now he's jerking in his sleep and shaky
    emergency | ingestion.battery_magnet | 700 | 리모컨 건전지를 삼킨 것 같아요 버튼 전지예요
    emergency | ingestion.battery_magnet | 700 | con em nuốt viên pin cúc áo rồi chị ơi
    emergency | ingestion.battery_magnet | 700 | il a avalé une pile bouton de la télécommande
    emergency | ingestion.battery_magnet | 900 | my daughter swallowed two of those little magnetic balls
    emergency | ingestion.battery_magnet | 600 | ボタン電池を誤飲したかもしれません。一個見当たりません
    emergency | ingestion.battery_magnet | 700 | ลูกกลืนถ่านกระดุมจากรีโมท
    emergency | ingestion.battery_magnet | 700 | ребёнок проглотил батарейку от весов
    emergency | ingestion.battery_magnet | 500 | I think my baby swallowed a button battery
    emergency | ingestion.battery_magnet | 600 | creo que mi hijo se tragó una pila de botón
    urgent | ingestion.object | 1000 | swallowed a penny, breathing fine
    urgent | ingestion.object | 900 | bé nuốt đồng xu, vẫn thở bình thường
    urgent | ingestion.object | 900 | 10円玉を飲み込みました
    emergency | ingestion.poison | 700 | Toddler bit into a laundry pod, he's drooling
    emergency | ingestion.poison | 800 | she got into grandma's blood pressure pills, two are missing
    emergency | ingestion.poison | 500 | タバコの吸い殻を食べてしまいました
    emergency | ingestion.poison | 600 | ลูกกินน้ำยาล้างห้องน้ำเข้าไปหนึ่งอึก
    emergency | ingestion.poison | 600 | anakku minum pembersih lantai sedikit, sekarang muntah
    emergency | ingestion.poison | 700 | mi nena se tomó un trago de lejía
    emergency | ingestion.poison | 700 | дочка выпила средство для мытья унитаза
    emergency | ingestion.poison | 1000 | he drank some toilet bowl cleaner
    emergency | ingestion.poison | 600 | found my 1 year old chewing a cigarette butt
    emergency | ingestion.poison | 600 | 아기가 락스를 조금 마셨어요
    emergency | ingestion.poison | 800 | con uống nhầm nước tẩy bồn cầu
    emergency | ingestion.poison | 700 | elle a bu de la javel
    emergency | ingestion.poison | 800 | drank some of my vape juice
    emergency | ingestion.poison | 500 | my one year old drank some essential oil from the diffuser
    emergency | ingestion.poison | 700 | 祖母の血圧の薬を2錠飲んでしまったようです
    emergency | ingestion.poison | 700 | My son drank bleach
    emergency | ingestion.poison | 500 | 子どもが洗剤を飲みました
    emergency | ingestion.poison | 600 | con em uống nhầm thuốc huyết áp của bà
    emergency | injury.bleeding | 900 | cut his hand on glass and the bleeding won't stop after 15 minutes of pressure
    emergency | injury.bleeding | 800 | มีดบาดลึก เลือดไหลไม่หยุด
    emergency | jaundice.first24h | 0 | born this morning and his skin already looks yellow
    urgent | jaundice.severe | 8 | bé vàng da đến lòng bàn chân
    urgent | medicine.wrong | 120 | I gave my 4 month old ibuprofen by mistake
    urgent | medicine.wrong | 300 | 解熱剤を2倍の量飲ませてしまいました
    urgent | mental.epds | - | scored 15 on the Edinburgh scale
    emergency | mental.selfharm | - | I had my baby 3 weeks ago and I keep thinking everyone would be better off without me
    emergency | mental.selfharm | - | หลังคลอดได้เดือนนึง ไม่อยากมีชีวิตอยู่แล้ว
    emergency | mental.selfharm | - | di a luz hace un mes y no quiero vivir más
    emergency | mental.selfharm | - | 産後一ヶ月、消えてしまいたいと毎日思います
    emergency | mental.selfharm | - | habis melahirkan saya ingin mati saja
    emergency | mental.selfharm | - | родила месяц назад, не хочу жить
    emergency | mental.selfharm | - | I keep hearing voices telling me to hurt the baby
    emergency | mental.selfharm | - | 출산 후 너무 힘들어서 죽고 싶다는 생각이 들어요
    emergency | mental.selfharm | - | depuis la naissance je pense au suicide
    emergency | mental.selfharm | - | sau sinh em chỉ muốn chết
    emergency | newborn.not_feeding | 14 | 2 week old hasn't wanted to feed all day and barely moves
    emergency | newborn.not_feeding | 15 | 생후 15일인데 오늘 거의 안 먹고 움직이지 않아요
    emergency | newborn.not_feeding | 12 | ทารก 12 วัน ไม่ยอมดูดนม แทบไม่ขยับ
    emergency | newborn.not_feeding | 10 | bé 10 ngày tuổi bỏ bú cả ngày, nằm im ít cử động
    emergency | newborn.not_feeding | 10 | bayi 10 hari tidak mau menyusu dan hampir tidak bergerak
    emergency | newborn.not_feeding | 10 | mi bebé de 10 días no quiere mamar y casi no se mueve
    emergency | newborn.not_feeding | 10 | mon nouveau-né de 10 jours ne tète plus et bouge à peine
    emergency | newborn.not_feeding | 10 | новорождённому 10 дней, не берёт грудь и почти не шевелится
    emergency | post.bleeding | - | 出産して5日目、1時間でナプキンがびしょびしょになり大きな塊が出ました
    emergency | post.bleeding | - | j'ai accouché il y a 4 jours, je trempe une serviette en une heure avec des caillots
    emergency | post.bleeding | - | 5 days postpartum soaking a pad an hour and passing huge clots
    emergency | post.bleeding | - | 출산 4일째인데 한 시간에 생리대가 흠뻑 젖고 덩어리가 나와요
    emergency | post.bleeding | - | parto hace una semana, sangro a chorros con coágulos
    emergency | post.bleeding | - | em sinh được 5 ngày, ra máu nhiều, ướt đẫm băng vệ sinh mỗi tiếng
    emergency | post.bleeding | - | คลอดได้ 3 วัน เลือดออกชุ่มผ้าอนามัยในหนึ่งชั่วโมง มีลิ่มเลือด
    emergency | post.bleeding | - | habis melahirkan 4 hari, darah banyak, satu jam penuh satu pembalut
    emergency | post.bleeding | - | родила 4 дня назад, прокладка промокает за час, сгустки
    emergency | post.chest_leg | - | Two weeks after my c-section my left calf is swollen and painful
    emergency | post.chest_leg | - | 産後10日、急に胸が痛くて息苦しいです
    emergency | post.chest_leg | - | 출산 후 2주인데 갑자기 가슴이 아프고 숨이 차요
    emergency | post.chest_leg | - | di a luz hace 10 días y me duele el pecho y me falta el aire
    urgent | post.fever | - | 産後5日目で38.8度の熱と寒気があります
    urgent | post.fever | - | หลังคลอด 6 วัน มีไข้ 38.7 หนาวสั่น
    urgent | post.fever | - | melahirkan 5 hari lalu, demam 38,9 menggigil
    urgent | post.fever | - | accouchée il y a une semaine, 38,9 et des frissons
    urgent | post.fever | - | после родов 5 день, температура 38,9, озноб
    emergency | preg.bleeding | - | saya hamil 30 minggu, keluar darah banyak sampai ganti pembalut dua kali
    emergency | preg.bleeding | - | ท้อง 28 สัปดาห์ เลือดออกเยอะมาก ชุ่มผ้าอนามัย
    emergency | preg.bleeding | - | estoy embarazada de 30 semanas y estoy sangrando mucho
    emergency | preg.bleeding | - | 20 weeks pregnant and bleeding heavily with cramps
    emergency | preg.bleeding | - | I'm 30 weeks pregnant and there's a lot of blood
    emergency | preg.bleeding | - | 임신 30주인데 피가 많이 나요
    emergency | preg.bleeding | - | беременность 30 недель, сильное кровотечение
    emergency | preg.bleeding | - | 妊娠28週、大量に出血しています
    emergency | preg.bleeding | - | em bầu 30 tuần ra máu nhiều quá
    urgent | preg.movement | - | I'm 32 weeks and baby hasn't moved much today
    urgent | preg.movement | - | Em mang thai 33 tuần, từ sáng giờ thai máy ít hẳn
    urgent | preg.movement | - | 妊娠33週、今日はほとんど胎動を感じません
    urgent | preg.movement | - | enceinte de 34 semaines, bébé ne bouge presque plus
    urgent | preg.movement | - | ท้อง 34 สัปดาห์ ลูกดิ้นน้อยลงมาก
    urgent | preg.movement | - | hamil 33 minggu gerakan janin berkurang sejak kemarin
    urgent | preg.movement | - | 35 weeks, baby is moving much less than normal
    urgent | preg.movement | - | 임신 34주인데 태동이 거의 없어요
    urgent | preg.movement | - | 35 semanas y el bebé se mueve mucho menos
    emergency | preg.pain | - | 8 weeks pregnant with severe pain on one side and shoulder pain
    emergency | preg.pain | - | em bầu 8 tuần đau bụng dữ dội, ngất
    emergency | preg.preeclampsia | - | 34 weeks pregnant, pounding headache and I'm seeing flashing lights
    emergency | preg.preeclampsia | - | 임신 35주인데 머리가 너무 아프고 눈앞이 번쩍거려요
    emergency | preg.preeclampsia | - | 妊娠34週です。頭痛がひどく目がチカチカします
    emergency | preg.preeclampsia | - | hamil 36 minggu, sakit kepala hebat, pandangan kabur, kaki bengkak
    emergency | preg.preeclampsia | - | enceinte 35 semaines, gros mal de tête, je vois des points brillants
    emergency | preg.preeclampsia | - | bầu 36 tuần, đau đầu dữ dội, mắt mờ, phù mặt
    emergency | preg.preeclampsia | - | ท้อง 36 สัปดาห์ ปวดหัวมาก ตาพร่า บวม
    emergency | preg.preeclampsia | - | embarazada de 36 semanas, dolor de cabeza muy fuerte y veo lucecitas
    emergency | preg.preeclampsia | - | 32 weeks, blurry vision and bad headache
    urgent | preg.spotting | - | 11 weeks pregnant with light spotting
    urgent | preg.waters | - | 38 weeks, my waters just broke
    urgent | preg.waters | - | 임신 38주 양수가 터진 것 같아요
    urgent | preg.waters | - | 38 semanas, rompí fuente
    urgent | preg.waters | - | em 38 tuần vỡ ối rồi
    urgent | preg.waters | - | 38 недель, отошли воды
    emergency | rash.nonblanching | 700 | purple spots on her tummy that don't fade when I press a glass on them
    emergency | rash.nonblanching | 600 | tiene manchas moradas que no desaparecen al presionar con un vaso
    emergency | rash.nonblanching | 700 | 足に紫色の点々が出て、コップで押しても消えません
    emergency | rash.nonblanching | 500 | มีจุดม่วงที่ขา กดด้วยแก้วแล้วไม่จาง
    emergency | rash.nonblanching | 700 | chân bé nổi chấm tím, ấn ly thủy tinh vào không mất
    emergency | rash.nonblanching | 700 | ada bintik ungu di kaki, ditekan pakai gelas tidak hilang
    emergency | rash.nonblanching | 700 | taches violettes qui ne s'effacent pas quand on appuie avec un verre
    emergency | rash.nonblanching | 500 | muncul bercak ungu di badan, tidak hilang waktu ditekan
    emergency | rash.nonblanching | 400 | 紫の斑点が出て押しても消えません
    emergency | seizure.first | 600 | My little boy just went stiff and then his arms and legs started jerking, lasted about a minute, never happened before
    emergency | seizure.first | 400 | 息子が突然けいれんを起こして、目が上を向いて泡を吹いています
    emergency | seizure.first | 500 | 아기가 갑자기 눈이 뒤집히고 온몸을 떨면서 경련했어요 처음이에요
    emergency | seizure.first | 500 | ลูกชักเกร็งตาเหลือก ครั้งแรกในชีวิต
    emergency | seizure.first | 500 | bé sốt cao rồi lên cơn co giật, trợn mắt, lần đầu bị
    emergency | seizure.first | 500 | Anak saya tadi kejang, matanya mendelik ke atas, baru pertama kali
    emergency | seizure.first | 500 | Mi hijo acaba de convulsionar por primera vez, se le voltearon los ojos
    emergency | seizure.first | 500 | ma fille vient de faire une convulsion, les yeux révulsés, c'est la première fois
    emergency | seizure.first | 500 | у сына только что были судороги, глаза закатил, такого никогда не было
    emergency | seizure.first | 700 | he had a fit just now, eyes rolled back, foaming at the mouth
    emergency | seizure.first | 800 | toddler collapsed and started twitching all over, still out of it
    emergency | seizure.first | 500 | My baby had a seizure for the first time, it's over now
    emergency | seizure.first | 600 | 열이 나다가 갑자기 경련을 했어요. 처음이에요
    emergency | seizure.first | 400 | mi bebé convulsionó por primera vez con fiebre
    emergency | seizure.first | 300 | he's having a seizure right now
    urgent | seizure.known_short | 900 | 熱性けいれんの既往があり、今日また1分ほどけいれんしましたが今は元気です
    emergency | seizure.prolonged | 900 | 熱性けいれんの既往があり、今もう7分以上続いています
    emergency | seizure.prolonged | 1000 | ya ha tenido convulsiones febriles pero esta lleva más de 6 minutos y no para
    emergency | seizure.prolonged | 900 | 열성경련이 있는 아이인데 이번엔 7분째 경련이 멈추지 않아요
    urgent | stool.pale | 40 | his poop has been almost white for three days
    urgent | stool.pale | 30 | las heces de mi bebé son blancas como arcilla
    urgent | stool.pale | 30 | стул белый как глина
    urgent | stool.pale | 30 | у малыша белый кал
    urgent | stool.pale | 40 | 변이 하얀색이에요
    urgent | stool.pale | 30 | pale clay coloured stools for 3 days
    urgent | umbilical.infection | 10 | le nombril est rouge, il y a du pus et ça sent mauvais
    urgent | umbilical.infection | 10 | 배꼽이 빨갛고 고름이 나와요
    urgent | umbilical.infection | 12 | belly button is red all around with pus and smells
    urgent | umbilical.infection | 10 | el ombligo está rojo, con pus y huele mal
    urgent | umbilical.infection | 10 | пупок красный, гноится и пахнет
    urgent | vomit.everything | 400 | ลูกกินอะไรก็อาเจียนหมด ดื่มน้ำก็อ้วก
    urgent | vomit.everything | 400 | bé uống gì nôn nấy từ sáng
    urgent | vomit.everything | 500 | can't keep anything down, not even sips of water
    urgent | vomit.green_bloody | 100 | 緑色の液を吐きました
    urgent | vomit.green_bloody | 100 | рвота зелёная второй раз
    urgent | vomit.green_bloody | 80 | 초록색 토를 두 번 했어요
    urgent | vomit.green_bloody | 60 | bayi muntah hijau terus
    urgent | vomit.green_bloody | 60 | il vomit vert depuis ce matin
    urgent | vomit.green_bloody | 100 | ลูกอาเจียนเป็นสีเขียว
    urgent | vomit.green_bloody | 90 | vomita verde
    urgent | vomit.green_bloody | 200 | throwing up green stuff
    urgent | vomit.projectile | 30 | projectile vomiting after every feed and he's hungry straight after
    """
}
