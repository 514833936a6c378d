// pebble: the stone in the hand. Vertex: a pebble that wobbles as it softens, spreads and sinks. Fragment: polished
// dark stone with veins of light inside, which grow until all of it is liquid light. Needs frame.glsl,
// melting.glsl, held.glsl and perlin.glsl.
uniform vec3 grain;

#ifdef VERTEX_STAGE
in vec3 ball;
out vec3 own;
out vec3 at;
out vec3 normal_in;

void main() {
    own = ball;
    float soft = molten();
    float sunk = smoothstep(0.15, 1.0, soft);
    float wobble = 0.10 * perlin(ball * 1.3 + grain)
        + 0.16 * soft * perlin(ball * 1.9 + vec3(0.0, frame.time * 0.8, grain.x));
    vec3 spread = vec3(1.0 + 0.30 * soft, 1.0 - 0.80 * sunk, 1.0 + 0.22 * soft);
    vec3 size = STONE_SIZE * spread * (1.0 + (1.0 - soft) * vec3(0.22, 0.18, 0.22) * sin(grain * 3.0));
    vec3 p = STONE + ball * size * (1.0 + wobble) - vec3(0.0, 0.0195 * sunk, 0.0);
    at = place_hand(p);
    normal_in = turn_hand(normalize(ball / size));
    gl_Position = frame.view_projection * vec4(at, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
in vec3 own;
in vec3 at;
in vec3 normal_in;
out vec4 colour;

void main() {
    vec3 normal = normalize(normal_in);
    vec3 view = normalize(at - frame.eye);
    float f = 1.0 - clamp(dot(-view, normal), 0.0, 1.0);
    float soft = molten();
    float ember = kindled() * (0.80 + 0.35 * frame.heart);
    vec3 gold = frame.light * vec3(1.0, 0.80, 0.52);
    vec3 rose = mix(gold, frame.accent, 0.6);

    // inside: a few bright veins seen through polished stone, moving as it softens
    vec3 q = own * 1.15 + grain + vec3(0.0, 0.35 * soft * frame.time, 0.0);
    float band = perlin(q + 0.8 * perlin(q * 1.7 + 5.0));
    float line = 1.0 - min(abs(band) * mix(7.0, 2.2, soft), 1.0);
    float inner = line * line * (1.0 - 0.6 * f);

    vec3 bounce = reflect(view, normal);
    float gloss = smoothstep(0.70, 1.0, dot(bounce, normalize(vec3(-0.35, 0.80, 0.30))));
    float sheen = f * f * f * clamp(0.4 + 0.6 * normal.y, 0.0, 1.0);
    vec3 solid = frame.shadow + frame.counter * 0.03 * clamp(normal.y, 0.0, 1.0);
    solid += mix(frame.counter, frame.light, 0.5) * (gloss * gloss * 0.10 + sheen * 0.20);
    solid += (gold * inner * inner * 1.3 + rose * (1.0 - f) * 0.12) * ember * kindled();
    float clear = 1.0 - f;
    vec3 liquid = rose * vec3(1.0, 0.52, 0.36) * (0.16 + 0.12 * clear) + gold * (0.20 * clear * clear + 0.85 * inner)
        + frame.light * inner * inner * 0.6;
    liquid += (frame.counter * 0.4 + frame.light * 0.7) * gloss * gloss * gloss;
    float whole = 1.0 - smoothstep(0.45, 0.90, soft);  // the part that has run off is drawn on the skin
    whole *= mix(1.0, smoothstep(0.0, 0.45, clear), soft);  // a liquid has no outline
#if QUALITY > 1
    float within = dot(view, normal);
    within *= within;  // grows evenly from the outline, which fades out over a pixel
    whole *= min(within / max(length(vec2(dFdx(within), dFdy(within))), 1e-6), 1.0);
#endif
    colour = vec4(mix(solid, liquid, smoothstep(0.05, 0.75, soft)), 1.0) * whole;
}
#endif
