// flaws: what is seen in a crystal beside what lies behind it, along the way of light of prism.glsl. split_light: far
// arcs of light, split into their colours; Sheet: a fracture, one of a row of ragged sheets, found in four steps:
// meet_sheet, wave, chip and broken. Needs prism.glsl, sine.glsl, and of the crystal `within`, `flaw`, `slim`, `chance`
// and `arcs`, which are as long as their light is narrow. Cost: about 85 and 80 operations.
const vec2 ARCS = vec2(11.50, 14.24);  // one over their half widths

// Light of a far arc, split into its colours, as much as `caught`.
vec3 split_light(LightPath path, float caught) {
    vec3 leaves = within + path.inside * path.way;
    float grown = dot(leaves.xz, vec2(0.336, -0.252)) * slim + leaves.y * 0.08;  // no facet is quite flat
    vec2 parted = vec2(dot(path.change, arcs[0]), dot(path.change, arcs[1])) * path.much;
    parted += clamp(parted * 120.0, -0.030 * ARCS, 0.030 * ARCS);  // red and blue change places where they do not part
    vec3 split = spectrum(dot(path.green, arcs[0]) + grown * ARCS.x, parted.x)
        + spectrum(dot(path.green, arcs[1]) - grown * ARCS.y, parted.y);
    float least = lesser(lesser(split.r, split.g), split.b);
    return (split - 0.85 * least) * caught;  // where colours do not part, nothing shines
}

// Few facets catch it, by a number of their `own`, more `near` what shines.
float catches(float own, float near) {
    return clamp(own * 10.0 + (2.2 * min(near, 1.0) - 7.7), 0.0, 1.0) * (0.3 + 1.7 * near);
}

// A ragged sheet that the ray meets before it leaves, brightest along its border, with the colours of a thin film of
// air.
struct Sheet {
    float way, luck;  // m to it, and a number of its own
    vec2 off;         // from its middle
    float waves, chips, deep;  // of its border, and how far inside that
};

Sheet meet_sheet(vec3 inside) {
    Sheet sheet;
    float place = dot(flaw.xyz, within) + flaw.w, speed = dot(flaw.xyz, inside) + 1e-4;
    float number = floor(place) + step(0.0, speed);
    sheet.way = (number - place) / speed;
    sheet.luck = fract(number * 0.618 + chance);
    vec2 middle = vec2(sheet.luck - 0.5, 0.5 - fract(sheet.luck * 7.0));
    sheet.off = (within.xz + inside.xz * sheet.way) * slim - middle * 1.1;
    return sheet;
}

void wave(inout Sheet sheet) {
    sheet.waves = bow(sheet.off.x * 0.6366 + sheet.luck * 3.0239);
    sheet.waves += 0.7 * bow(sheet.off.y * 1.4324 + 0.3183 * sheet.off.x);
}

void chip(inout Sheet sheet) {
    sheet.chips = sheet.waves * bow(sheet.off.x * 2.3873 - sheet.off.y * 1.7507 + sheet.waves * 0.6366);
    sheet.deep = 1.0 - dot(sheet.off, sheet.off) - 0.22 * sheet.waves - 0.06 * sheet.chips;
}

vec3 broken(Sheet sheet, LightPath path, float much) {
    float rim = max(1.0 - 3.0 * sheet.deep, 0.0);
    rim *= rim;
    vec3 film = (sheet.deep * 0.8 + sheet.luck) + vec3(0.5, 0.83, 1.17);
    film = abs(film - roundEven(film));
    bool seen = sheet.way < path.way && sheet.luck > 0.3;
    float there = seen ? clamp(sheet.deep * 14.0, 0.0, 1.0) : 0.0;
    return (film * (0.24 + 1.40 * rim) + (0.05 + 0.45 * rim)) * (there * (0.9 + 0.12 * sheet.chips) * much);
}
