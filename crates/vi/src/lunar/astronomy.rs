//! New moons and solar longitudes, accurate to well under a minute for 1900–2199.
//!
//! Written from the published methods: new moons after Jean Meeus, *Astronomical Algorithms* (2nd ed.),
//! chapter 49; the Sun after chapter 25 with the abridged VSOP87 series of appendix III; ΔT after Espenak
//! and Meeus (2006). Only the lunar tables are generated from this; callers look dates up in those.

mod sun;

pub(super) use sun::apparent_longitude;

/// Julian Day of 1 January 2000, 12:00.
const J2000: f64 = 2_451_545.0;

/// ΔT = TT − UT in seconds. Beyond about 2030 it is a prediction whose error grows to a few minutes by 2199.
pub(super) fn delta_t(jd: f64) -> f64 {
    let year = 2000.0 + (jd - J2000) / 365.2425;
    let poly = |t: f64, terms: &[f64]| terms.iter().rev().fold(0.0, |sum, term| sum * t + term);
    match year {
        y if y < 1900.0 => {
            poly(y - 1860.0, &[7.62, 0.5737, -0.251_754, 0.016_806_68, -0.000_447_362_4, 1.0 / 233_174.0])
        }
        y if y < 1920.0 => poly(y - 1900.0, &[-2.79, 1.494_119, -0.059_893_9, 0.006_196_6, -0.000_197]),
        y if y < 1941.0 => poly(y - 1920.0, &[21.20, 0.844_93, -0.076_100, 0.002_093_6]),
        y if y < 1961.0 => poly(y - 1950.0, &[29.07, 0.407, -1.0 / 233.0, 1.0 / 2547.0]),
        y if y < 1986.0 => poly(y - 1975.0, &[45.45, 1.067, -1.0 / 260.0, -1.0 / 718.0]),
        y if y < 2005.0 => {
            poly(y - 2000.0, &[63.86, 0.3345, -0.060_374, 0.001_727_5, 0.000_651_814, 0.000_023_735_99])
        }
        y if y < 2050.0 => poly(y - 2000.0, &[62.92, 0.322_17, 0.005_589]),
        y => {
            let u = (y - 1820.0) / 100.0;
            -20.0 + 32.0 * u * u - 0.5628 * (2150.0 - y).max(0.0)
        }
    }
}

/// Converts a Julian Day in Terrestrial Time to Universal Time.
fn to_universal(jde: f64) -> f64 {
    jde - delta_t(jde) / 86_400.0
}

/// One periodic term of the new moon: amplitude in days, power of the eccentricity factor, and the
/// multiples of the Sun's anomaly, the Moon's anomaly, the argument of latitude and the node.
type MoonTerm = (f64, i32, [f64; 4]);

#[rustfmt::skip]
const MOON_TERMS: [MoonTerm; 25] = [
    (-0.407_20, 0, [0., 1., 0., 0.]), ( 0.172_41, 1, [1., 0., 0., 0.]), ( 0.016_08, 0, [0., 2., 0., 0.]),
    ( 0.010_39, 0, [0., 0., 2., 0.]), ( 0.007_39, 1, [-1., 1., 0., 0.]), (-0.005_14, 1, [1., 1., 0., 0.]),
    ( 0.002_08, 2, [2., 0., 0., 0.]), (-0.001_11, 0, [0., 1., -2., 0.]), (-0.000_57, 0, [0., 1., 2., 0.]),
    ( 0.000_56, 1, [1., 2., 0., 0.]), (-0.000_42, 0, [0., 3., 0., 0.]), ( 0.000_42, 1, [1., 0., 2., 0.]),
    ( 0.000_38, 1, [1., 0., -2., 0.]), (-0.000_24, 1, [-1., 2., 0., 0.]), (-0.000_17, 0, [0., 0., 0., 1.]),
    (-0.000_07, 0, [2., 1., 0., 0.]), ( 0.000_04, 0, [0., 2., -2., 0.]), ( 0.000_04, 0, [3., 0., 0., 0.]),
    ( 0.000_03, 0, [1., 1., -2., 0.]), ( 0.000_03, 0, [0., 2., 2., 0.]), (-0.000_03, 0, [1., 1., 2., 0.]),
    ( 0.000_03, 0, [-1., 1., 2., 0.]), (-0.000_02, 0, [-1., 1., -2., 0.]), (-0.000_02, 0, [1., 3., 0., 0.]),
    ( 0.000_02, 0, [0., 4., 0., 0.]),
];

/// Planetary corrections: amplitude in days, argument in degrees at k = 0 and per lunation.
#[rustfmt::skip]
const PLANET_TERMS: [(f64, f64, f64); 14] = [
    (0.000_325, 299.77, 0.107_408), (0.000_165, 251.88, 0.016_321), (0.000_164, 251.83, 26.651_886),
    (0.000_126, 349.42, 36.412_478), (0.000_110, 84.66, 18.206_239), (0.000_062, 141.74, 53.303_771),
    (0.000_060, 207.14, 2.453_732), (0.000_056, 154.84, 7.306_860), (0.000_047, 34.52, 27.261_239),
    (0.000_042, 207.19, 0.121_824), (0.000_040, 291.34, 1.844_379), (0.000_037, 161.72, 24.198_154),
    (0.000_035, 239.56, 25.513_099), (0.000_023, 331.55, 3.592_518),
];

/// New moons whose date at UTC+7 the truncated series would miss, as (number, correction in seconds).
///
/// The moon of 7/8 July 1967 came 3.7 seconds after midnight in Viet Nam (JPL ephemeris DE421, ΔT 37.9 s); the
/// series, good to some 15 seconds, puts it before.
const CORRECTIONS: [(i32, f64); 1] = [(-402, 15.0)];

/// The instant of new moon number `k` (0 is the one of 6 January 2000), a Julian Day in Universal Time.
pub(super) fn new_moon(k: i32) -> f64 {
    let correction =
        CORRECTIONS.iter().find(|&&(number, _)| number == k).map_or(0.0, |&(_, seconds)| seconds);
    let k = f64::from(k);
    let t = k / 1236.85;
    let (t2, t3) = (t * t, t * t * t);
    let t4 = t2 * t2;
    let mean = 2_451_550.097_66 + 29.530_588_861 * k + 0.000_154_37 * t2 - 0.000_000_150 * t3
        + 0.000_000_000_73 * t4;
    let eccentricity = 1.0 - 0.002_516 * t - 0.000_007_4 * t2;
    let sun = 2.5534 + 29.105_356_70 * k - 0.000_001_4 * t2 - 0.000_000_11 * t3;
    let moon = 201.5643 + 385.816_935_28 * k + 0.010_758_2 * t2 + 0.000_012_38 * t3 - 0.000_000_058 * t4;
    let latitude = 160.7108 + 390.670_502_84 * k - 0.001_611_8 * t2 - 0.000_002_27 * t3 + 0.000_000_011 * t4;
    let node = 124.7746 - 1.563_755_88 * k + 0.002_067_2 * t2 + 0.000_002_15 * t3;
    let periodic: f64 = MOON_TERMS
        .iter()
        .map(|&(amplitude, power, [a, b, c, d])| {
            let argument = a * sun + b * moon + c * latitude + d * node;
            amplitude * eccentricity.powi(power) * argument.to_radians().sin()
        })
        .sum();
    let planets: f64 = PLANET_TERMS
        .iter()
        .enumerate()
        .map(|(index, &(amplitude, at_zero, rate))| {
            let curve = if index == 0 { -0.009_173 * t2 } else { 0.0 };
            amplitude * (at_zero + rate * k + curve).to_radians().sin()
        })
        .sum();
    to_universal(mean + periodic + planets) + correction / 86_400.0
}

/// The number of the last new moon at or before the Julian Day `jd`.
pub(super) fn last_new_moon(jd: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "lunations of a few centuries fit easily")]
    let guess = ((jd - 2_451_550.1) / 29.530_588_861).floor() as i32 + 1;
    (0..4).map(|back| guess - back).find(|&k| new_moon(k) <= jd).unwrap_or(guess)
}

/// The instant, near the Julian Day `near`, when the Sun's apparent longitude is `degrees`. Universal Time.
pub(super) fn solar_longitude_instant(degrees: f64, near: f64) -> f64 {
    let mut jde = near;
    for _ in 0..6 {
        let difference = (degrees - apparent_longitude(jde) + 540.0).rem_euclid(360.0) - 180.0;
        // The mean motion of the Sun; the true motion differs by under 4 %, so this converges quickly.
        jde += difference * 365.242_19 / 360.0;
    }
    to_universal(jde)
}
