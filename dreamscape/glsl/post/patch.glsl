// patch: a picture drawn TIMES as fine, averaged, at its place in a coarser one. Cost: four bilinear taps a pixel.
uniform sampler2D image;
uniform vec2 corner;  // px, the lower left one of its place
uniform vec2 scale;   // TIMES / size of image
out vec4 colour;

void main() {
    vec2 at = (gl_FragCoord.xy - corner) * scale;
    vec2 away = scale * 0.25;
    colour = (texture(image, at - away) + texture(image, at + away) + texture(image, at + vec2(away.x, -away.y))
        + texture(image, at + vec2(-away.x, away.y))) * 0.25;
}
