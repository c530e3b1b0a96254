//! Names of months and days in the languages feeds are written in.
//!
//! Languages decline, shorten and share names, so a word is compared by how it begins, and the
//! longest beginning decides. `mar` is March nearly everywhere and Tuesday from Spain to Romania:
//! such a word is a month only if no other is.

/// Beginnings of the names of the months, folded as by `tokens::fold`.
#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "ian", "sty", "led", "tammi", "oca", "jaan", "saus", "sijec", "xan", "urtar", "ιαν",
      "янв", "яну", "січ", "сту", "јан", "ינואר", "يناير", "جانفي"],
    &["feb", "fev", "lut", "uno", "helmi", "sub", "veeb", "vasar", "veljac", "peb", "otsail", "shkurt", "φεβ",
      "фев", "лют", "феб", "פברואר", "فبراير", "فيفري"],
    &["mar", "mrz", "maer", "mrt", "maart", "martie", "bre", "maalis", "kov", "ozuj", "mac", "μαρ", "μαω",
      "мар", "бер", "сак", "מרץ", "מרס", "مارس"],
    &["apr", "abr", "avr", "kwi", "dub", "huhti", "nis", "baland", "travan", "travnj", "apir", "prill", "απρ",
      "апр", "кві", "кра", "אפריל", "ابريل", "افريل"],
    &["may", "mai", "maj", "mei", "mag", "kve", "touko", "geguz", "svib", "μαι", "май", "мая", "тра", "мај",
      "מאי", "مايو"],
    &["jun", "juin", "giu", "iun", "cze", "cer", "cvn", "kesa", "haz", "juun", "birz", "lipan", "lipnj", "xun",
      "hun", "ekain", "qersh", "ιουν", "ιον", "июн", "юни", "чер", "чэр", "јун", "יוני", "يونيو", "جوان"],
    &["jul", "juil", "lug", "iul", "lip", "cervenc", "cervenec", "cvc", "heina", "tem", "juul", "liep", "srpanj",
      "srpnj", "xul", "hul", "uztail", "korr", "ιουλ", "ιολ", "июл", "юли", "лип", "ліп", "јул", "יולי", "يوليو",
      "جويلية"],
    &["aug", "ago", "aou", "agu", "avg", "sie", "srp", "elo", "rugpj", "kolov", "ogo", "abuzt", "gusht", "αυγ",
      "авг", "сер", "жні", "אוגוסט", "اغسطس", "اوت"],
    &["sep", "set", "szep", "wrz", "zar", "syys", "eyl", "rugs", "ruja", "rujn", "irail", "shtat", "σεπ",
      "сен", "вер", "сеп", "ספטמבר", "سبتمبر"],
    &["oct", "okt", "out", "ott", "paz", "rij", "loka", "eki", "spal", "urri", "tetor", "οκτ",
      "окт", "жов", "кас", "אוקטובר", "اكتوبر"],
    &["nov", "noi", "noe", "nob", "lis", "marras", "kas", "lapk", "studen", "azaro", "nentor", "νοε",
      "ноя", "ное", "нов", "лис", "ліс", "נובמבר", "نوفمبر"],
    &["dec", "des", "dez", "dic", "dek", "dets", "dis", "gru", "pro", "joulu", "ara", "abend", "dhjet", "δεκ",
      "дек", "гру", "дец", "сне", "דצמבר", "ديسمبر"],
];

/// Beginnings of days of the week that begin as a month does, too.
const NO_MONTHS: [&str; 6] = ["mard", "marte", "marti", "subo", "pazar", "сере"];

/// Words that are a month in one language and a day of the week in another.
const EITHER: [&str; 3] = ["mar", "sub", "paz"];

const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// Beginnings of days of the week where the day of a month is written before the month. (So it
/// is nearly everywhere but in English; these decide what 03/01 is.)
#[rustfmt::skip]
const WEEKDAYS_DAY_FIRST: [&str; 32] = [
    "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "vie", "sab", "dom", "mie", "jue", "gio", "joi", "vin", "dum",
    "seg", "ter", "qua", "qui", "sex", "montag", "die", "mit", "don", "fre", "samstag", "sonn", "maandag", "woe",
    "vri", "zat",
];

/// A word as a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Month {
    /// January is 1.
    pub number: i64,
    /// It cannot be a day of the week as well.
    pub certain: bool,
}

pub(super) fn month(word: &str) -> Option<Month> {
    // Hebrew writes "in" as a letter before the name.
    let word = word.strip_prefix('ב').unwrap_or(word);
    let begins = |stem: &&str| word.starts_with(*stem);
    let (length, number) = (1_i64..)
        .zip(MONTHS)
        .filter_map(|(number, stems)| {
            let longest = stems.iter().copied().filter(begins).map(str::len).max()?;
            Some((longest, number))
        })
        .max_by_key(|(length, _)| *length)?;
    let no_month = NO_MONTHS
        .iter()
        .any(|stem| begins(stem) && stem.len() > length);
    (!no_month).then(|| Month {
        number,
        certain: !EITHER.contains(&word),
    })
}

/// An English day of the week, as days since Sunday.
pub(super) fn weekday(word: &str) -> Option<i64> {
    (0..)
        .zip(WEEKDAYS)
        .find_map(|(day, stem)| word.starts_with(stem).then_some(day))
}

/// Whether the word is of a language that writes the day of a month before the month.
pub(super) fn is_day_first(word: &str) -> bool {
    !word.is_ascii() || WEEKDAYS_DAY_FIRST.iter().any(|stem| word.starts_with(stem))
}

/// Whether the word says that noon is past; nothing if it says nothing of the kind.
pub(super) fn is_after_noon(word: &str) -> Option<bool> {
    match word {
        "am" | "a" | "πμ" | "oo" | "dop" | "dopoledne" | "vorm" | "ص" => Some(false),
        "pm" | "p" | "μμ" | "os" | "odp" | "odpoledne" | "nachm" | "م" => Some(true),
        _ => None,
    }
}

/// The year before the first one of an East Asian era.
pub(super) fn era(word: &str) -> Option<i64> {
    match word {
        "令和" => Some(2018),
        "平成" => Some(1988),
        "昭和" => Some(1925),
        "民國" | "民国" => Some(1911),
        _ => None,
    }
}

/// Where a date without a zone was written, seconds east of Greenwich, as far as its script tells:
/// Korean and Japanese are written in one zone. Characters that Japan shares are taken as Chinese,
/// which is wrong by one hour at most.
pub(super) fn home(text: &str) -> i64 {
    let any = |characters: &[char]| text.contains(characters);
    if any(&['년', '월', '일', '오', '曜', '令', '平', '昭'])
        || text.contains("午前")
        || text.contains("午後")
    {
        9 * 3600
    } else if any(&['年', '月', '午']) {
        8 * 3600
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::dates::tokens::fold;

    fn check(names: &str, expect: &[i64]) {
        let found: Vec<i64> = names
            .split_whitespace()
            .map(|name| month(&fold(name)).map_or(0, |month| month.number))
            .collect();
        assert_eq!(found, expect, "{names}");
    }

    /// The twelve names in order.
    fn check_year(names: &str) {
        check(names, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    }

    #[test]
    fn the_months_are_known_in_many_languages() {
        for names in [
            "January February March April May June July August September October November December",
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            "Jänner Feber Mrz Apr Mai Jun Jul Aug Sept Okt Nov Dez",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "janv févr mars avr mai juin juil août sept oct nov déc",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "ene feb mar abr may jun jul ago set oct nov dic",
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
            "gen feb mar apr mag giu lug ago set ott nov dic",
            "januari februari maart april mei juni juli augustus september oktober november december",
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
            "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
            "sty lut mar kwi maj cze lip sie wrz paź lis gru",
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
            "Янв Фев Мар Апр Май Июн Июл Авг Сен Окт Ноя Дек",
            "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
            "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
            "ledna února března dubna května června července srpna září října listopadu prosince",
            "január február marec apríl máj jún júl august september október november december",
            "január február március április május június július augusztus szeptember október november december",
            "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
            "Ιαν Φεβ Μάρ Απρ Μάι Ιούν Ιούλ Αύγ Σεπ Οκτ Νοέ Δεκ",
            "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
            "OCAK ŞUBAT MART NİSAN MAYIS HAZİRAN TEMMUZ AĞUSTOS EYLÜL EKİM KASIM ARALIK",
            "januari februari mars april maj juni juli augusti september oktober november december",
            "januar februar marts april maj juni juli august september oktober november december",
            "januar februar mars april mai juni juli august september oktober november desember",
            "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
            "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
            "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
            "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
            "janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris",
            "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
            "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
            "януари февруари март април май юни юли август септември октомври ноември декември",
            "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
            "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
            "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        ] {
            check_year(names);
        }
    }

    #[test]
    fn a_day_of_the_week_is_no_month() {
        check("mardi martes martedì marți dimarts", &[0; 5]);
        check("середа subota Pazartesi Pazar sexta-feira środa", &[0; 6]);
        check("Sunday Mon Tuesday Wed Thursday Fri Saturday", &[0; 7]);
        check("lundi jeudi samedi dimanche Mittwoch Donnerstag", &[0; 6]);
        check("szerda szombat giovedì jueves Перша понеділок", &[0; 6]);
        assert_eq!(month("mar").map(|month| month.certain), Some(false));
        assert_eq!(month("mars").map(|month| month.certain), Some(true));
    }
}
