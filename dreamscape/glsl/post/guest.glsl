// guest: a finished picture in a screensaver's window, upscaled, slightly shifted and dimmed.
uniform sampler2D image;
uniform vec2 whole;    // size of the upscaled picture, px
uniform vec2 corner;   // of the window in that picture, px
uniform float grain;   // a pixel of the window in pixels of the picture: less than 1 on the denser of several displays
uniform float light;   // 0 black .. 1 as it is
out vec4 colour;

void main() {
    colour = vec4(texture(image, (gl_FragCoord.xy * grain + corner) / whole).rgb * light, 1.0);
}
