// sleeve: the cloth that the arm comes out of: dark, fuzzy where it turns away, warm at its opening as far as the veins
// shine out of it. Part of hand.glsl. Cost: an octave of noise a pixel.
void main() {
    vec3 normal = normalize(normal_in);
    vec3 view = normalize(from_eye);
    float facing = clamp(-dot(view, normal), 0.0, 1.0);
    float f = 1.0 - facing;
    vec3 gold = light * vec3(1.0, 0.80, 0.52);
    vec3 rose = mix(gold, accent, 0.55);
    vec3 sky = mix(counter * 1.1, mix(counter, light, 0.45), clamp(0.5 + 0.5 * normal.x, 0.0, 1.0));
    float over = clamp(0.3 + 0.7 * normal.y, 0.0, 1.0);
    float fuzz = f * f;
    float ambient = baked.x * baked.x;
    vec3 dye = vec3(0.20, 0.17, 0.22);
    float key = clamp(dot(normal, KEY) * 0.75 + 0.25, 0.0, 1.0);
    vec3 lit = dye * (counter * 0.07 + light * 0.022) * ambient * key * key;
    lit += sky * (0.004 + fuzz * f * over * 0.11) * ambient;
    float up = dot(own, ARM);
    float out_ = max(lies.x, 0.0);
    float lined = smoothstep(0.001, -0.004, lies.x);
    float glows = smoothstep(0.35, 1.0, melting.y) * (0.8 + 0.3 * heart) * (1.0 + 0.7 * melting.w);
    float near = mix(0.10 / (1.0 + out_ * out_ * 2200.0), 0.30 / (1.0 + lies.x * lies.x * 9000.0), lined);
    lit += (dye + 0.06) * rose * vec3(1.0, 0.72, 0.55) * near * glows * (0.25 + 0.75 * ambient);
#if QUALITY > 1
    lit *= 1.0 + 0.22 * perlin(vec2(lies.x * 1400.0, atan(own.z, own.y + 0.06) * 55.0));
#endif
#ifdef BEHIND
    float hem = 0.3 + 0.7 * smoothstep(0.001, 0.009, abs(lies.x));  // or it would be a wire of light
    lit += from_behind(normal, f, 0.0, dye) * vec3(0.80, 0.68, 0.56) * 0.6 * hem;
#endif
    float whole = covered(up, facing);
#ifdef BEHIND
    whole *= smoothstep(0.31, 0.24, lies.x);  // the shoulder is the figure's own
#endif
    colour = laid(lit, whole);
}
