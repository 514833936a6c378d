// medium: marbled noise, bent by itself. Arguments: place in the picture, 0 .. 1; seconds. Cost: 12 octaves of noise.
float corner(vec2 cell) {
    vec3 mixed = fract(vec3(cell.xyx) * 0.1031);
    mixed += dot(mixed, mixed.yzx + 33.33);
    return fract((mixed.x + mixed.y) * mixed.z);
}

float noise(vec2 at) {
    vec2 cell = floor(at), part = at - cell;
    part = part * part * (3.0 - 2.0 * part);
    float low = mix(corner(cell), corner(cell + vec2(1.0, 0.0)), part.x);
    float high = mix(corner(cell + vec2(0.0, 1.0)), corner(cell + vec2(1.0, 1.0)), part.x);
    return mix(low, high, part.y);
}

float octaves(vec2 at) {
    float sum = 0.0, weight = 0.5;
    for (int i = 0; i < 4; i++) {
        sum += weight * noise(at);
        at = mat2(1.6, 1.2, -1.2, 1.6) * at;
        weight *= 0.5;
    }
    return sum;
}

vec3 shade(vec2 place, float seconds) {
    vec2 at = place * vec2(7.0, 4.0);
    vec2 bend = vec2(octaves(at + 0.1 * seconds), octaves(at + vec2(5.2, 1.3) - 0.07 * seconds));
    float vein = octaves(at + 3.0 * bend);
    return mix(vec3(0.02, 0.05, 0.12), vec3(0.9, 0.6, 0.3), vein * vein) + 0.15 * bend.x * bend.y;
}
