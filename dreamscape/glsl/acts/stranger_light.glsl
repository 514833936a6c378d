// stranger_light: the light on and in a body of glass. light_of_street: what it gives back of the key, the street's
// cold air and the door, where it is `thin`; feeling: what glows in it. Needs what strangers.glsl has: how the body is
// seen, what its triangles carry, rim_by and door_on; and matter.glsl. Cost: 110 and 30 operations.
vec3 light_of_street(Seen seen, Matter of, float thin) {
    float g = seen.graze, g2 = g * g;
    float left = seen.turned.x;
    float shy = of.open * (1.0 - 0.45 * of.skin);
    // cold air, from above and from the left
    float rim_of = rim_by(0.75 * seen.n.y - 0.66 * left, g) * shy;
    float ahead_of = dot(seen.view, seen.n) * (0.05 + 0.40 * of.skin);
    float sky = clamp(0.34 + 0.46 * seen.n.y - 0.50 * left - ahead_of, 0.0, 1.0);
    vec3 way = key - from_eye;
    float far = dot(way, way);
    way *= inversesqrt(far);
    float lamp = 7.0 / (2.5 + far);
    float turned = dot(seen.n, way), side = clamp(turned * 0.75 + 0.25, 0.0, 1.0);
    float glint = sharp(max(dot(seen.thrown, way), 0.0));
    float through = sharp(max(dot(seen.view, way), 0.0));
    glint *= 0.25 * glint + 0.5 * g2;  // wider where glass is seen at a slant, and a pixel spans more of it
    float legs = clamp(-4.0 * made.x - 1.4, 0.0, 1.0);
    vec3 dye = (tint * 0.22 + vec3(0.09, 0.12, 0.19)) * ((0.35 + 0.8 * fract(self.w * 7.3)) * (1.0 - 0.5 * legs));
    dye = mix(dye, vec3(2.30, 1.12, 0.74), of.skin);
    float shade = mix(of.open * of.open, 0.52 + 0.48 * of.open, of.skin) * of.weave;
    dye = mix(dye, vec3(0.26, 0.18, 0.14) * (0.45 + fract(self.w * 11.3)), of.hair) * shade;
    vec3 sum = dye * (gold * (lamp * side * side * 0.13 + 0.010 * of.skin) + cool * (0.002 + 0.16 * sky * sky))
        + cool * (rim_of * (0.3 + 1.6 * g2) * of.weave);
    sum += gold * (lamp * shy * (1.3 * rim_by(turned, g) + glint * of.weave + through * through * thin * 0.35));
    float band = max(1.0 - abs(seen.thrown.y - 0.25) * 2.6, 0.0);  // the bright air along the street, mirrored
    sum += cool * (band * band * (0.004 + 0.05 * of.hair * of.weave + 0.30 * rim_of));
    return sum + door_on(seen, thin) * shy;
}

// The feeling: light in the chest that shines through the cloth, and a breath of it all through the body.
vec3 feeling(Seen seen, Matter of) {
    vec3 chest = self.xyz;
    float along = dot(chest, seen.view);
    vec3 off = chest - seen.view * along;
    float d = dot(off, off) - 0.4 * off.y * off.y;
    float glow = measures.y * of.weave * (0.20 / (1.0 + d * (120.0 + 9000.0 * d))
        + (0.005 + 0.05 * of.skin * of.open) / (1.0 + 24.0 * d));  // which also lights chin and hands
    return mood.rgb * ((glow + 0.001) * (1.0 - 0.6 * seen.graze));
}
