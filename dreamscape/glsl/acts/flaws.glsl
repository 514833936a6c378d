// flaws: what is seen in a crystal beside what lies behind it, along the way of light of prism.glsl. split_light: far
// arcs of light, split into their colours; fracture: one of a row of ragged sheets. Needs prism.glsl, sine.glsl, and of
// the crystal `within`, `flaw`, `slim`, `chance` and `arcs`. Cost: about 100 and 90 operations.
// Light of a far arc, split into its colours; few facets catch it, by a number of their `own`, more `near` what shines.
vec3 split_light(LightPath path, float own, float near) {
    float caught = clamp((own - 0.77 + 0.22 * min(near, 1.0)) * 10.0, 0.0, 1.0) * (0.3 + 1.7 * near);
    vec3 leaves = within + path.inside * path.wall.w;
    float grown = dot(leaves.xz, vec2(0.8, -0.6)) * slim * 0.42 + leaves.y * 0.08;  // no facet is quite flat
    vec2 parted = vec2(dot(path.change, arcs[0]), dot(path.change, arcs[1]));
    vec2 shown = min(abs(parted) * 4000.0, 1.0);  // red and blue change places where they do not part
    parted += vec2(parted.x < 0.0 ? -0.030 : 0.030, parted.y < 0.0 ? -0.030 : 0.030);
    vec3 split = spectrum(dot(path.green, arcs[0]) + grown, parted.x, 11.50) * shown.x
        + spectrum(dot(path.green, arcs[1]) - grown, parted.y, 14.24) * shown.y;
    float least = lesser(lesser(split.r, split.g), split.b);
    return (split - 0.85 * least) * caught;  // where colours do not part, nothing shines
}

// A fracture inside that the ray meets before it leaves: a ragged sheet, brightest along its border, with the colours
// of a thin film of air. One of a row of them.
vec3 fracture(LightPath path) {
    float place = dot(flaw.xyz, within) + flaw.w, speed = dot(flaw.xyz, path.inside) + 1e-4;
    float number = floor(place) + step(0.0, speed);
    float way = (number - place) / speed;
    float luck = fract(number * 0.618 + chance);
    vec2 off = (within.xz + path.inside.xz * way) * slim - vec2(luck - 0.5, 0.5 - fract(luck * 7.0)) * 1.1;
    float wave = sine(off.x * 4.0 + luck * 19.0) + 0.7 * sine(off.y * 9.0 + 2.0 * off.x);
    float chips = wave * sine(off.x * 15.0 - off.y * 11.0 + wave * 4.0);
    float deep = 1.0 - dot(off, off) - 0.22 * wave - 0.06 * chips;
    float rim = max(1.0 - 3.0 * deep, 0.0);
    rim *= rim;
    vec3 film = abs(fract(deep * 0.8 + luck + vec3(0.0, 0.33, 0.67)) * 2.0 - 1.0);
    float there = clamp(deep * 14.0, 0.0, 1.0) * step(way, path.wall.w) * step(0.3, luck);
    return (film * (0.12 + 0.70 * rim) + 0.05 + 0.45 * rim) * (there * (0.9 + 0.12 * chips));
}
